/* word-count count|frequency: arguments as one JSON object on standard input, result as JSON on standard output. */
#include "json.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_INPUT = 8 << 20 };

static int fail(const char *why)
{
    fprintf(stderr, "%s\n", why);
    return 1;
}

static char *read_input(size_t *length)
{
    char *input = malloc(MAX_INPUT + 1);
    *length = input ? fread(input, 1, MAX_INPUT + 1, stdin) : 0;
    return *length > MAX_INPUT ? NULL : input;
}

static int count(const struct text *text)
{
    struct counts counts = count_text(text);
    printf("{\"bytes\":%zu,\"characters\":%zu,\"words\":%zu,\"lines\":%zu,\"longestLine\":%zu}\n",
        text->length, counts.characters, counts.words, counts.lines, counts.longest_line);
    return 0;
}

static int frequency(struct text *text, long top)
{
    size_t found;
    struct word *words = word_frequencies(text, &found);
    if (!words) {
        return fail("out of memory");
    }
    printf("{\"distinct\":%zu,\"words\":[", found);
    for (size_t i = 0; i < found && i < (size_t)top; i++) {
        fputs(i ? ",{\"word\":" : "{\"word\":", stdout);
        json_write(words[i].bytes, words[i].length);
        printf(",\"count\":%zu}", words[i].times);
    }
    puts("]}");
    return 0;
}

int main(int argc, char **argv)
{
    size_t length;
    struct text text;
    long top = 10;
    char *input = read_input(&length);
    if (!input) {
        return fail("the arguments are larger than 8 MB");
    }
    if (json_string(input, length, "text", &text) != 1) {
        return fail("the arguments are not a JSON object with a string 'text'");
    }
    if (json_number(input, length, "top", &top) < 0) {
        return fail("'top' is not a whole number");
    }
    if (argc == 2 && strcmp(argv[1], "count") == 0) {
        return count(&text);
    }
    return argc == 2 && strcmp(argv[1], "frequency") == 0 ? frequency(&text, top) : fail("use: word-count count|frequency");
}
