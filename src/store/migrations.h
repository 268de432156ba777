#pragma once
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace zhiheng::store {

/// One step of a schema: statements that lead from the step before to this one. Never changed once released;
/// what is to be different is a further step. The list that a program has is ordered by number and begins
/// anywhere.
struct Migration {
  int number = 0;  // above 0
  std::string name;
  std::string sql;  // statements, divided by `;`, none of which begins or ends a transaction
};

struct MigrationState {
  int number = 0;
  std::string name;
  std::optional<std::string> applied_at;  // "2031-01-12 08:30:00" UTC; nullopt: would be applied now
};

/// What `migrate` would find and do; changes nothing. Throws as `migrate` does before it applies anything.
std::vector<MigrationState> migration_states(Session& session, const std::vector<Migration>& migrations);

/// Applies what is missing, in order and in one transaction, and notes each in the table `zhiheng_migration`;
/// gives what it has applied. Programs that come at the same time wait for each other. Throws Error and
/// leaves everything as it was where
/// - "store.migration-changed": the text of an applied step is another than it was,
/// - "store.database-newer": the database has a step beyond the last of the program's,
/// - "store.migration-unknown": the database and the program have different steps before that,
/// - "store.migration-failed": a statement failed (with "sql.failed"),
/// - "store.migrations-unordered" (exit code 70): the list itself is not in order.
std::vector<MigrationState> migrate(Session& session, const std::vector<Migration>& migrations);

}  // namespace zhiheng::store
