#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 64 };

struct reader {
    const char *at;
    const char *end;
};

static void skip_space(struct reader *reader)
{
    while (reader->at < reader->end && memchr(" \t\r\n", *reader->at, 4)) {
        reader->at++;
    }
}

static int take(struct reader *reader, char wanted)
{
    skip_space(reader);
    if (reader->at < reader->end && *reader->at == wanted) {
        reader->at++;
        return 1;
    }
    return 0;
}

static int read_hex(struct reader *reader, unsigned *value)
{
    if (reader->end - reader->at < 4) {
        return 0;
    }
    *value = 0;
    for (int digit = 0; digit < 4; digit++) {
        char c = *reader->at++;
        unsigned part = c >= '0' && c <= '9' ? (unsigned)(c - '0')
            : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
            : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
            : 16;
        if (part == 16) {
            return 0;
        }
        *value = *value * 16 + part;
    }
    return 1;
}

static char *put_utf8(char *out, unsigned code)
{
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xC0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *out++ = (char)(0xE0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    } else {
        *out++ = (char)(0xF0 | code >> 18);
        *out++ = (char)(0x80 | (code >> 12 & 0x3F));
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    return out;
}

/* Half a surrogate pair stands for no character: U+FFFD. */
static int read_unicode(struct reader *reader, char **out)
{
    unsigned code, low;
    if (!read_hex(reader, &code)) {
        return 0;
    }
    if (code >= 0xD800 && code <= 0xDBFF && reader->end - reader->at >= 6 && reader->at[0] == '\\' && reader->at[1] == 'u') {
        struct reader ahead = { reader->at + 2, reader->end };
        if (read_hex(&ahead, &low) && low >= 0xDC00 && low <= 0xDFFF) {
            reader->at = ahead.at;
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    *out = put_utf8(*out, code >= 0xD800 && code <= 0xDFFF ? 0xFFFD : code);
    return 1;
}

/* No escape is shorter than what it stands for, so the text fits where the JSON did. */
static int read_string(struct reader *reader, struct text *found)
{
    static const char escapes[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    if (!take(reader, '"')) {
        return 0;
    }
    char *out = malloc((size_t)(reader->end - reader->at) + 1);
    if (!out) {
        return 0;
    }
    found->bytes = out;
    while (reader->at < reader->end && *reader->at != '"') {
        unsigned char c = (unsigned char)*reader->at++;
        if (c < 0x20 || (c == '\\' && reader->at == reader->end)) {
            break;
        }
        if (c != '\\') {
            *out++ = (char)c;
            continue;
        }
        char escape = *reader->at++;
        const char *known = memchr(escapes, escape, sizeof escapes - 1);
        if (known) {
            *out++ = values[known - escapes];
        } else if (escape != 'u' || !read_unicode(reader, &out)) {
            break;
        }
    }
    found->length = (size_t)(out - found->bytes);
    if (reader->at < reader->end && *reader->at == '"') {
        reader->at++;
        return 1;
    }
    free(found->bytes);
    return 0;
}

static int skip_value(struct reader *reader, int depth);

static int skip_members(struct reader *reader, int depth, char close, int named)
{
    if (take(reader, close)) {
        return 1;
    }
    do {
        struct text name;
        if (named) {
            skip_space(reader);
            if (!read_string(reader, &name)) {
                return 0;
            }
            free(name.bytes);
            if (!take(reader, ':')) {
                return 0;
            }
        }
        if (!skip_value(reader, depth + 1)) {
            return 0;
        }
    } while (take(reader, ','));
    return take(reader, close);
}

static int skip_value(struct reader *reader, int depth)
{
    struct text text;
    skip_space(reader);
    if (reader->at == reader->end || depth > MAX_DEPTH) {
        return 0;
    }
    if (*reader->at == '"') {
        if (!read_string(reader, &text)) {
            return 0;
        }
        free(text.bytes);
        return 1;
    }
    if (*reader->at == '{' || *reader->at == '[') {
        char close = *reader->at == '{' ? '}' : ']';
        reader->at++;
        return skip_members(reader, depth, close, close == '}');
    }
    const char *start = reader->at;
    while (reader->at < reader->end && memchr("+-.0123456789Eaeflnrstu", *reader->at, 23)) {
        reader->at++;
    }
    return reader->at > start;
}

/* Leaves the reader before the value by that name. */
static int find(struct reader *reader, const char *name)
{
    if (!take(reader, '{')) {
        return -1;
    }
    if (take(reader, '}')) {
        return 0;
    }
    do {
        struct text key;
        skip_space(reader);
        if (!read_string(reader, &key)) {
            return -1;
        }
        int same = key.length == strlen(name) && memcmp(key.bytes, name, key.length) == 0;
        free(key.bytes);
        if (!take(reader, ':')) {
            return -1;
        }
        skip_space(reader);
        if (same) {
            return 1;
        }
        if (!skip_value(reader, 0)) {
            return -1;
        }
    } while (take(reader, ','));
    return take(reader, '}') ? 0 : -1;
}

int json_string(const char *json, size_t length, const char *name, struct text *found)
{
    struct reader reader = { json, json + length };
    int there = find(&reader, name);
    return there == 1 && !read_string(&reader, found) ? -1 : there;
}

int json_number(const char *json, size_t length, const char *name, long *found)
{
    struct reader reader = { json, json + length };
    int there = find(&reader, name);
    if (there != 1) {
        return there;
    }
    long value = 0;
    const char *start = reader.at;
    while (reader.at < reader.end && *reader.at >= '0' && *reader.at <= '9' && value < 1000000000) {
        value = value * 10 + (*reader.at++ - '0');
    }
    *found = value;
    return reader.at > start ? 1 : -1;
}

unsigned utf8_next(const char *bytes, size_t length, size_t *taken)
{
    const unsigned char *at = (const unsigned char *)bytes;
    size_t more = at[0] < 0x80 ? 0 : at[0] >= 0xC2 && at[0] <= 0xDF ? 1 : (at[0] & 0xF0) == 0xE0 ? 2 : at[0] >= 0xF0 && at[0] <= 0xF4 ? 3 : 4;
    static const unsigned smallest[] = { 0, 0x80, 0x800, 0x10000 };
    *taken = 1;
    if (more == 4 || more >= length) {
        return 0xFFFD;
    }
    unsigned code = more == 0 ? at[0] : at[0] & (0x3Fu >> more);
    for (size_t i = 1; i <= more; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0xFFFD;
        }
        code = code << 6 | (at[i] & 0x3Fu);
    }
    if (code < smallest[more] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        return 0xFFFD;
    }
    *taken = more + 1;
    return code;
}

void json_write(const char *bytes, size_t length)
{
    putchar('"');
    for (size_t at = 0, taken; at < length; at += taken) {
        unsigned code = utf8_next(bytes + at, length - at, &taken);
        if (code == '"' || code == '\\') {
            printf("\\%c", (int)code);
        } else if (code < 0x20) {
            printf("\\u%04x", code);
        } else if (code == 0xFFFD) {
            fputs("\xEF\xBF\xBD", stdout);
        } else {
            fwrite(bytes + at, 1, taken, stdout);
        }
    }
    putchar('"');
}
