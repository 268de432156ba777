#pragma once
#include <memory>
#include <string>

#include "store/frame.h"

namespace zhiheng::store {

/// One connection. Not shared between threads; several sessions of a database may run side by side.
class Session {
 public:
  virtual ~Session() = default;

  /// Runs statements that give no rows. Throws Error ("sql.failed") with the engine's words and the
  /// statement.
  virtual void execute(const std::string& sql) = 0;

  /// Runs one query and returns all its rows. Integers, decimals, doubles and truth values come as decimals,
  /// text and dates (2020-12-31) as text. Throws Error ("store.unsupported-type") for a column of any other
  /// type.
  virtual Frame query(const std::string& sql) = 0;

  /// Appends rows to an existing table, columns by position. All or nothing.
  virtual void append(const std::string& table, const Frame& rows) = 0;
};

/// A store. The engine behind it stays inside the driver's folder.
class Database {
 public:
  virtual ~Database() = default;
  virtual std::unique_ptr<Session> session() = 0;
};

/// An empty DuckDB database in memory, owned by the result. It can neither read nor write files: SQL that
/// comes from catalogs and templates runs here. Throws Error (exit code 3) when the engine can't start.
std::unique_ptr<Database> open_memory_database();

}  // namespace zhiheng::store
