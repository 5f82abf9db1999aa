/* Answers at once, or waits to be looked at. */
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "wait") == 0) {
        pause();
    }
    return write(STDOUT_FILENO, "done", 4) != 4;
}
