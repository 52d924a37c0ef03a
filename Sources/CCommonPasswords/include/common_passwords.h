#include <stddef.h>

/// Common passwords of at least 8 characters, in lower case and ASCII, sorted by their bytes, each with a line
/// feed behind it.
const char *common_passwords(void);

/// The length of the list in bytes.
size_t common_passwords_bytes(void);
