#!/bin/bash
# After the package is unpacked. electron-builder fills in the app's folder and name.
set -e
app='/opt/${sanitizedProductName}'

# The launcher, not the app itself: see the comment in it.
if type update-alternatives >/dev/null 2>&1; then
  update-alternatives --install '/usr/bin/${executable}' '${executable}' "$app/bin/framelatch" 100
else
  ln -sf "$app/bin/framelatch" '/usr/bin/${executable}'
fi

# Chromium's sandbox: user namespaces where the kernel lets users have them, else the set-uid helper.
if { [[ -L /proc/self/ns/user ]] && unshare --user true; } 2>/dev/null; then
  chmod 0755 "$app/chrome-sandbox"
else
  chmod 4755 "$app/chrome-sandbox"
fi

# Ubuntu 24.04 and newer let programs have user namespaces only by an AppArmor profile. Older AppArmor cannot read it, and
# does not need it.
profile="$app/resources/apparmor-profile"
if apparmor_status --enabled >/dev/null 2>&1 && apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  cp -f "$profile" '/etc/apparmor.d/${executable}'
  if ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
    apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
  fi
fi

if hash update-desktop-database 2>/dev/null; then
  update-desktop-database /usr/share/applications || true
fi
