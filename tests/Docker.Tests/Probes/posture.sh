echo "[status]"
grep -E '^(CapInh|CapPrm|CapEff|CapBnd|CapAmb|NoNewPrivs|Seccomp|NSpid|Groups):' /proc/self/status | tr '\t' ' ' | sed -E 's/NSpid:.*/NSpid: one/; s/1[0-9]{5}/UID/g'
echo "[limits]"
sed -n '2,$p' /proc/self/limits | sed -E 's/ +/ /g; s/ $//' | grep -E '^Max (cpu|file size|core|processes|open files|locked|msgqueue|pending|nice|realtime prio)'
echo "[mounts]"
awk '{ split($0, parts, " - "); split(parts[2], fs, " "); print $5, fs[1], $6 }' /proc/self/mountinfo | sed -E 's/,relatime//; s/,(size|nr_inodes|inode64)[^, ]*//g' | sort
echo "[descriptors]"
for f in 0 1 2; do readlink /proc/self/fd/$f | sed 's/:.*//'; done
echo "[network]"
ls /sys/class/net; cat /etc/resolv.conf | grep -v '^#'
echo "[writable]"
find / -xdev -writable -not -path '/proc/*' 2>/dev/null | sort
echo "[privileged files]"
find / -xdev -perm /6000 -newer /.skillhost/init 2>/dev/null | wc -l
