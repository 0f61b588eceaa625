"""Runs a command in a network of its own, and writes down every packet that would have left the machine.

python3 network.py REPORT COMMAND ...    (inside `unshare --net --mount`, as that namespace's root)

The network looks like one with a way out: a gateway, IPv6, and a public name server, so that nobody believes to be offline.
Behind it nobody answers. The report is JSON: `control`, what the listener saw of a name lookup and connections of its own, and
`packets`, what it saw of the command.
"""

import json
import os
import select
import socket
import struct
import subprocess
import sys
import tempfile
import threading

SETUP = """
ip link set lo up
ip link add out0 type veth peer name far0
ip link set far0 up
ip link set out0 up
ip addr add 10.99.0.2/24 dev out0
ip -6 addr add fd00:99::2/64 dev out0 nodad
ip neigh add 10.99.0.1 lladdr 02:00:00:00:00:01 dev out0
ip -6 neigh add fd00:99::1 lladdr 02:00:00:00:00:01 dev out0
ip route add default via 10.99.0.1
ip -6 route add default via fd00:99::1
"""
# ICMPv6 by which the kernel itself looks for routers and neighbours, and joins groups (RFC 4861, RFC 3810).
KERNEL_ICMPV6 = {130, 131, 132, 133, 134, 135, 136, 143}


def describe(frame):
    """A packet in words; None for the kernel's own."""
    (kind,) = struct.unpack_from("!H", frame, 12)
    if kind == 0x0800:
        protocol, header = frame[23], 14 + (frame[14] & 15) * 4
        target = socket.inet_ntop(socket.AF_INET, frame[30:34])
        if protocol == 2:
            return None
    elif kind == 0x86DD:
        protocol, header = frame[20], 54
        target = socket.inet_ntop(socket.AF_INET6, frame[38:54])
        # Group reports come behind a hop-by-hop header.
        if protocol == 0 or (protocol == 58 and frame[header] in KERNEL_ICMPV6):
            return None
    else:
        return f"ethernet type {kind:#06x}"
    if protocol not in (6, 17):
        return f"protocol {protocol} to {target}"
    name = {6: "tcp", 17: "udp"}[protocol]
    (port,) = struct.unpack_from("!H", frame, header + 2)
    words = f"{name} to {target} port {port}"
    return f"{words}: {name_asked(frame[header + 20 :])}" if (name, port) == ("udp", 53) else words


def name_asked(question):
    """The name in a query, behind a header of twelve bytes (RFC 1035, 4.1)."""
    labels = []
    while question and question[0]:
        labels.append(question[1 : question[0] + 1].decode("latin1"))
        question = question[question[0] + 1 :]
    return ".".join(labels)


class Listener:
    """Everything that comes out at the far end."""

    def __init__(self):
        self.seen = []
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.socket.bind(("far0", 0))
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            words = describe(self.socket.recv(65536))
            if words:
                self.seen.append(words)

    def take(self):
        # What was sent has arrived by now: the pair hands packets over as they are sent.
        seen, self.seen = self.seen, []
        return seen


def try_to_get_out():
    """A name lookup and a connection each way: a listener that misses them proves nothing."""
    lookup = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    lookup.sendto(b"\0" * 12 + b"\7control\0\0\1\0\1", ("8.8.8.8", 53))
    for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        connection = socket.socket(family, socket.SOCK_STREAM)
        connection.setblocking(False)
        connection.connect_ex((address, 443))
        select.select([], [connection], [], 0.3)
        connection.close()


def main():
    report, *command = sys.argv[1:]
    subprocess.run(["sh", "-ec", SETUP], check=True)
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as servers:
        # One of those for which browsers try DNS over HTTPS by themselves.
        servers.write("nameserver 8.8.8.8\n")
        servers.flush()
        resolver = os.path.realpath("/etc/resolv.conf")
        subprocess.run(["mount", "--bind", servers.name, resolver], check=True)
        listener = Listener()
        try_to_get_out()
        control = listener.take()
        code = subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode
        packets = listener.take()
        with open(report, "w", encoding="utf8") as out:
            json.dump({"control": control, "packets": packets}, out)
    sys.exit(code)


main()
