; Framelatch's installer for Windows 10 and later, x64, for one user without an administrator's rights. makensis makes it from
; scripts/dist/windows-installer.mjs, which gives: VERSION, FOLDER (the app's), FILES (how many KB it has), LIST (Uninstall.txt),
; SETUP (framelatch-setup.exe), ICON, OUTPUT; FAST for no compression; SIGN, a command for the uninstaller.
; Whatever changes files or the PATH is done by framelatch-setup (native/setup).

Target amd64-unicode
!ifdef FAST
  SetCompress off
!else
  SetCompressor /SOLID /FINAL lzma
!endif

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Framelatch"
!define ENTRY "$SMPROGRAMS\Framelatch.lnk"
!define LOG "$TEMP\Framelatch-setup.log"

; What a script that installs with /S is told; docs/install.md lists them. 1 and 2 are NSIS's: cancelled, and given up.
!define REFUSED 3
!define STILL_RUNNING 4
!define FAILED 5

; Seconds that the running program may take to end: an attachment lets go of its hook, `serve` of its pages.
Var Patience

Name "Framelatch"
BrandingText "Framelatch ${VERSION}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Framelatch"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
RequestExecutionLevel user
ManifestDPIAware true
CRCCheck force
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Framelatch"
VIAddVersionKey "FileDescription" "Setup of Framelatch"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "The Framelatch developers, MIT licence"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\Framelatch.exe"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Says why nothing comes of it: in a box, and with /S in a file and by the exit code.
!macro Refuse level sentence
  FileOpen $9 "${LOG}" w
  FileWriteUTF16LE /BOM $9 "${sentence}$\r$\n"
  FileClose $9
  SetErrorLevel ${level}
  MessageBox MB_OK|MB_ICONSTOP "${sentence}" /SD IDOK
!macroend

!macro OneAtATime
  Delete "${LOG}"
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "FramelatchInstaller") p .r1 ?e'
  Pop $0
  ${If} $0 = 183
    !insertmacro Refuse ${REFUSED} "Another setup of Framelatch is at work. Wait for its end, and try again."
    Quit
  ${EndIf}
!macroend

; Exit status to $0, what it says to $1.
!macro Setup words
  nsExec::ExecToStack '"$PLUGINSDIR\framelatch-setup.exe" ${words}'
  Pop $0
  Pop $1
!macroend

; What a switch is given, to $1; else what is given here.
!macro Switch name default
  StrCpy $1 "${default}"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "${name}" $R1
  ${IfNot} ${Errors}
    StrCpy $1 $R1
  ${EndIf}
!macroend

!macro UnpackSetup
  SetOutPath "$PLUGINSDIR"
  File "/oname=framelatch-setup.exe" "${SETUP}"
!macroend

Section "Framelatch, with its entry in the Start menu" SectionProgram
  SectionIn RO
  !insertmacro UnpackSetup
  !insertmacro Setup 'discard "$INSTDIR"'
  ClearErrors
  ; A full disk or a missing right ends this: see .onInstFailed. Nothing that is installed has been touched by then.
  SetOutPath "$INSTDIR\.new"
  File "/oname=Uninstall.txt" "${LIST}"
  File /r "${FOLDER}/*"
  WriteUninstaller "$INSTDIR\.new\Uninstall.exe"
  SetOutPath "$PLUGINSDIR"
  ${If} ${Errors}
    Abort
  ${EndIf}
  !insertmacro Setup 'replace $Patience "$INSTDIR"'
  ${If} $0 <> 0
    StrCpy $2 $1
    ${If} $0 = 4
      StrCpy $3 ${STILL_RUNNING}
    ${Else}
      StrCpy $3 ${FAILED}
    ${EndIf}
    !insertmacro Setup 'discard "$INSTDIR"'
    StrCpy $4 "said"
    !insertmacro Refuse $3 "$2"
    Abort
  ${EndIf}
  CreateShortcut "${ENTRY}" "$INSTDIR\Framelatch.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "Framelatch"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\Framelatch.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "The Framelatch developers"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${FILES}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Section /o "The framelatch command in terminals (PATH)" SectionPath
SectionEnd

; Whether this setup has put the folder there: what a user has put there is not ours to take away.
Section "-PATH"
  ReadRegDWORD $2 HKCU "${KEY}" "AddedToPath"
  ${If} ${SectionIsSelected} ${SectionPath}
    !insertmacro Setup 'path add "$INSTDIR\bin"'
    ${If} $0 = 0
      WriteRegDWORD HKCU "${KEY}" "AddedToPath" 1
    ${ElseIf} $0 <> 3
      !insertmacro Refuse ${FAILED} "Framelatch is installed, but its command is not on the PATH. $1"
    ${EndIf}
  ${ElseIf} $2 = 1
    !insertmacro Setup 'path remove "$INSTDIR\bin"'
    DeleteRegValue HKCU "${KEY}" "AddedToPath"
  ${EndIf}
SectionEnd

; For an update in silence, which was asked for in the window; the last page has a box for it.
Section "-Restart"
  !insertmacro Switch "/RESTART=" 0
  ${If} $1 = 1
    Exec '"$INSTDIR\Framelatch.exe"'
  ${EndIf}
SectionEnd

Function .onInit
  !insertmacro OneAtATime
  ${IfNot} ${AtLeastWin10}
    !insertmacro Refuse ${REFUSED} "Framelatch needs Windows 10 or later."
    Quit
  ${EndIf}
  ReadRegStr $0 HKCU "${KEY}" "DisplayVersion"
  ReadRegStr $1 HKCU "${KEY}" "InstallLocation"
  ${If} $0 != ""
  ${AndIf} ${FileExists} "$1\Framelatch.exe"
    ${VersionCompare} "$0" "${VERSION}" $2
    ${If} $2 = 1
      !insertmacro Refuse ${REFUSED} "Framelatch $0 is installed, which is newer than ${VERSION}. Remove it first if you want the older one."
      Quit
    ${EndIf}
  ${EndIf}
  !insertmacro Switch "/WAIT=" 20
  StrCpy $Patience $1
  ; As before, unless it is said.
  ReadRegDWORD $2 HKCU "${KEY}" "AddedToPath"
  !insertmacro Switch "/PATH=" $2
  ${If} $1 = 1
    !insertmacro SelectSection ${SectionPath}
  ${EndIf}
FunctionEnd

Function .onInstFailed
  ${If} $4 != "said"
    SetOutPath "$PLUGINSDIR"
    !insertmacro Setup 'discard "$INSTDIR"'
    !insertmacro Refuse ${FAILED} "Framelatch could not be unpacked into $INSTDIR: there is no room, or no right to write there. Make room, or choose another folder by /D=FOLDER as the last word; nothing was changed."
  ${EndIf}
FunctionEnd

Function un.onInit
  !insertmacro OneAtATime
  !insertmacro Switch "/WAIT=" 20
  StrCpy $Patience $1
FunctionEnd

Section "Uninstall"
  !insertmacro UnpackSetup
  !insertmacro Setup 'remove $Patience "$INSTDIR"'
  ${If} $0 <> 0
    ${If} $0 = 4
      !insertmacro Refuse ${STILL_RUNNING} "$1"
    ${Else}
      !insertmacro Refuse ${FAILED} "$1"
    ${EndIf}
    Abort
  ${EndIf}
  ReadRegDWORD $2 HKCU "${KEY}" "AddedToPath"
  ${If} $2 = 1
    !insertmacro Setup 'path remove "$INSTDIR\bin"'
  ${EndIf}
  Delete "${ENTRY}"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
