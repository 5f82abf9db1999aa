#include <stdio.h>
#include <unistd.h>

int main(void)
{
    printf("{\"uid\":%u,\"euid\":%u,\"gid\":%u,\"egid\":%u}\n", getuid(), geteuid(), getgid(), getegid());
    return 0;
}
