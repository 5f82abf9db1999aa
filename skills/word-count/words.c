#include "words.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int is_space(unsigned code)
{
    return (code >= 9 && code <= 13) || code == ' ' || code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A)
        || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

struct counts count_text(const struct text *text)
{
    struct counts counts = { 0, 0, 0, 0 };
    size_t width = 0, taken;
    int in_word = 0;
    for (size_t at = 0; at < text->length; at += taken) {
        unsigned code = utf8_next(text->bytes + at, text->length - at, &taken);
        int space = is_space(code);
        counts.characters++;
        counts.words += !space && !in_word;
        in_word = !space;
        width = code == '\n' ? 0 : width + 1;
        counts.lines += code == '\n';
        counts.longest_line = width > counts.longest_line ? width : counts.longest_line;
    }
    counts.lines += width > 0;
    return counts;
}

static int by_bytes(const void *left, const void *right)
{
    const struct word *a = left, *b = right;
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static int by_times(const void *left, const void *right)
{
    const struct word *a = left, *b = right;
    return a->times != b->times ? (a->times < b->times) - (a->times > b->times) : by_bytes(left, right);
}

/* The end of the run that starts here, of spaces or of anything else. */
static size_t run_end(const struct text *text, size_t at, int space)
{
    size_t taken;
    while (at < text->length && is_space(utf8_next(text->bytes + at, text->length - at, &taken)) == space) {
        at += taken;
    }
    return at;
}

static struct word trimmed(char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (char)(bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] + 32 : bytes[i]);
    }
    while (length > 0 && ispunct((unsigned char)bytes[length - 1])) {
        length--;
    }
    while (length > 0 && ispunct((unsigned char)*bytes)) {
        bytes++;
        length--;
    }
    return (struct word){ bytes, length, 1 };
}

struct word *word_frequencies(struct text *text, size_t *found)
{
    size_t total = count_text(text).words, used = 0;
    struct word *words = calloc(total + 1, sizeof *words);
    if (!words) {
        return NULL;
    }
    for (size_t at = run_end(text, 0, 1), end; at < text->length && used < total; at = run_end(text, end, 1)) {
        end = run_end(text, at, 0);
        words[used] = trimmed(text->bytes + at, end - at);
        used += words[used].length > 0;
    }
    qsort(words, used, sizeof *words, by_bytes);
    *found = 0;
    for (size_t i = 0; i < used; i++) {
        if (*found > 0 && by_bytes(&words[*found - 1], &words[i]) == 0) {
            words[*found - 1].times++;
        } else {
            words[(*found)++] = words[i];
        }
    }
    qsort(words, *found, sizeof *words, by_times);
    return words;
}
