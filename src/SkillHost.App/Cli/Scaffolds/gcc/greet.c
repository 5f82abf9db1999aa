/*
 * Greets one person. The host has checked the arguments against the manifest's schema and passes them on as they came: one JSON
 * object. The reader below knows just enough of JSON for this skill; a string is copied as it stands, escapes included, so that
 * what goes out is as well-formed as what came in.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LARGEST = 16 * 1024 };

static const char *skip_blanks(const char *at) {
    while (isspace((unsigned char)*at)) {
        at++;
    }
    return at;
}

/* The first character after a string that begins at the quote `at`; NULL where it does not end. */
static const char *end_of_string(const char *at) {
    for (at++; *at != '\0' && *at != '"'; at++) {
        if (*at == '\\' && at[1] != '\0') {
            at++;
        }
    }
    return *at == '"' ? at + 1 : NULL;
}

/* Where the value of a member begins; NULL where there is none. Values are strings, true or false here, so nothing nests. */
static const char *find_member(const char *json, const char *name) {
    for (const char *at = strchr(json, '"'); at != NULL; at = strchr(at, '"')) {
        const char *end = end_of_string(at);
        if (end == NULL) {
            return NULL;
        }
        size_t length = (size_t)(end - at) - 2;
        const char *next = skip_blanks(end);
        if (*next == ':' && length == strlen(name) && strncmp(at + 1, name, length) == 0) {
            return skip_blanks(next + 1);
        }
        at = end;
    }
    return NULL;
}

/* Prints the inside of a string; letters after a backslash keep their case, for they are JSON's own. */
static void print_text(const char *text, const char *end, bool loud) {
    for (; text < end; text++) {
        if (*text == '\\' && text + 1 < end) {
            putchar(*text++);
            putchar(*text);
        } else {
            putchar(loud ? toupper((unsigned char)*text) : *text);
        }
    }
}

int main(void) {
    static char json[LARGEST + 1];
    size_t length = fread(json, 1, LARGEST, stdin);
    json[length] = '\0';

    const char *name = find_member(json, "name");
    const char *end = name != NULL && *name == '"' ? end_of_string(name) : NULL;
    if (end == NULL) {
        fputs("wanted a JSON object with a name\n", stderr);
        return 1;
    }

    const char *flag = find_member(json, "loud");
    bool loud = flag != NULL && strncmp(flag, "true", 4) == 0;
    fputs(loud ? "{\"greeting\": \"HELLO, " : "{\"greeting\": \"Hello, ", stdout);
    print_text(name + 1, end - 1, loud);
    fputs("!\"}\n", stdout);
    return 0;
}
