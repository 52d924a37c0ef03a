#include <sqlite3.h>

// Swift cannot call variadic C functions, nor see macros that are casts.

/// Turns off SQLite's count of its own memory, which takes a lock at each allocation. To be called before all else.
static inline int csqlite_disable_memory_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// sqlite3_db_config for the options that take an int and say what they are now in another.
static inline int csqlite_db_config_flag(sqlite3 *db, int option, int value) {
  return sqlite3_db_config(db, option, value, (int *)0);
}

/// sqlite3_bind_text that copies the text (SQLITE_TRANSIENT).
static inline int csqlite_bind_text_copy(sqlite3_stmt *statement, int index, const char *text, int length) {
  return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}

/// sqlite3_bind_blob that copies the bytes (SQLITE_TRANSIENT).
static inline int csqlite_bind_blob_copy(sqlite3_stmt *statement, int index, const void *bytes, int length) {
  return sqlite3_bind_blob(statement, index, bytes, length, SQLITE_TRANSIENT);
}
