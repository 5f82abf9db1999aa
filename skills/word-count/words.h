/* Cuts a text into words: runs of characters that are not white space. */
#ifndef WORDS_H
#define WORDS_H

#include "json.h"

struct counts {
    size_t characters, words, lines, longest_line;
};

struct word {
    const char *bytes;
    size_t length, times;
};

struct counts count_text(const struct text *text);

/* Each word once, most frequent first and then by its bytes; ASCII letters are made small in the text, ASCII punctuation around words is left out. NULL when memory ends. */
struct word *word_frequencies(struct text *text, size_t *found);

#endif
