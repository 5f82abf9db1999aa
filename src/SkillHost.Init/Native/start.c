/*
 * Starts a program as posix_spawn does, without what this process needs none of: a stack of the child's own, and asking of every signal
 * what is to become of it, which takes longer than all the rest up to exec.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STREAMS = 4 };

/* Signals that this process does not leave to the kernel: what is ignored would be ignored by programs too. */
static int changed[NSIG];
static int changes;

/* Before the first start, and after everything that sets a handler. */
void note_signals(void)
{
    struct sigaction now;
    changes = 0;
    for (int signal = 1; signal < NSIG; signal++) {
        if (sigaction(signal, NULL, &now) == 0 && now.sa_handler != SIG_DFL) {
            changed[changes++] = signal;
        }
    }
}

/* Exec closes every descriptor but those made here; one that has its number already is told to stay. */
static int put(int from, int to)
{
    return (from == to ? fcntl(to, F_SETFD, 0) : dup2(from, to)) >= 0;
}

/*
 * The number of the process, or minus the error. It leads a session and has standard input, output and error, a fourth stream if
 * that is not -1, and no signal blocked or ignored. All signals are blocked here, so that none meets the child before it is itself.
 */
int start_program(
    const char *program, char *const *arguments, char *const *environment, const char *directory, const int streams[STREAMS])
{
    static const struct sigaction standard = { .sa_handler = SIG_DFL };
    volatile int error = 0;
    pid_t child = vfork();
    if (child == 0) {
        int good = setsid() >= 0;
        for (int change = 0; change < changes; change++) {
            good = good && sigaction(changed[change], &standard, NULL) == 0;
        }

        /* Upwards: what comes in lies above 2, so that only the last could take a number that is still to be read. */
        for (int stream = 0; stream < STREAMS; stream++) {
            good = good && (streams[stream] < 0 || put(streams[stream], stream));
        }

        if (good && chdir(directory) == 0) {
            sigset_t none;
            sigemptyset(&none);
            sigprocmask(SIG_SETMASK, &none, NULL);
            execve(program, arguments, environment);
        }

        error = errno;
        _exit(1);
    }

    if (child < 0) {
        return -errno;
    }

    while (error != 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }

    return error == 0 ? child : -error;
}
