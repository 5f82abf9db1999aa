/* Reads the one JSON object that holds the arguments. */
#ifndef JSON_H
#define JSON_H

#include <stddef.h>

/* A string as UTF-8; it may hold NUL, so its length stands beside it. */
struct text {
    char *bytes;
    size_t length;
};

/* Finds the string (or the whole number) by that name at the top of the object. 1: found, 0: not there, -1: not JSON as this program reads it. */
int json_string(const char *json, size_t length, const char *name, struct text *found);
int json_number(const char *json, size_t length, const char *name, long *found);

/* Writes a string with its quotes; what is not UTF-8 becomes U+FFFD. */
void json_write(const char *bytes, size_t length);

/* The character at a place, with the bytes it takes; U+FFFD and one byte where the bytes are no character. */
unsigned utf8_next(const char *bytes, size_t length, size_t *taken);

#endif
