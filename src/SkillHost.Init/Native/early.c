/*
 * Runs before the runtime does anything. Every signal is blocked in every thread, the runtime's own included: a mask is inherited only
 * by threads made afterwards. And what an image sets in the environment could steer the runtime, which therefore finds none.
 */
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>

static void begin(int argc, char **argv, char **environment)
{
    (void)argc, (void)argv, (void)environment;
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    clearenv();
}

__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **, char **) = begin;
