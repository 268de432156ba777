#include "store/postgres/connection.h"

#include <array>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "store/errors.h"

namespace zhiheng::store::postgres_driver {
namespace {

constexpr ErrorCode kUnreachable{
    "store.unreachable",
    "无法连接 PostgreSQL（{}）：{}\n  请检查服务器是否已启动、地址与端口、用户与口令及 pg_hba.conf",
    "PostgreSQL can't be reached ({}): {}\n  see that the server runs, and check address, port, user, "
    "password and its "
    "pg_hba.conf"};
constexpr ErrorCode kUnfitServer{"store.unfit-server", "PostgreSQL 不适用：{}；需要 {}",
                                 "this PostgreSQL won't do: {}; wanted: {}"};
constexpr ErrorCode kConnectionLost{
    "store.connection-lost",
    "与 PostgreSQL 的连接已中断（{}）：{}\n  未提交的内容不会保存；请在服务器恢复后重试",
    "the connection to PostgreSQL is lost ({}): {}\n  nothing uncommitted is stored; try again when the "
    "server is back"};
constexpr int kOldestVersion = 120000;

/// The meaning of dates, literals and waits must not hang on how the server or the role is set up.
constexpr const char* kSettings =
    "SET datestyle = 'ISO, YMD'; SET standard_conforming_strings = on; SET escape_string_warning = off; "
    "SET timezone = 'UTC'; SET default_transaction_isolation = 'read committed'";

std::string trimmed(const char* words) { return words == nullptr ? "" : std::string(trim(words)); }

/// After an error of these grades the server ends the connection: shutdown, termination by somebody, a
/// time-out.
bool ends_connection(const PGresult* result) {
  const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity != nullptr &&
         (std::string_view(severity) == "FATAL" || std::string_view(severity) == "PANIC");
}

}  // namespace

Connection::Connection(const Place& place) : place_(place) {
  std::vector<const char*> keywords, values;
  for (const auto& [keyword, value] : place_.options) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  handle_.reset(PQconnectdbParams(keywords.data(), values.data(), 0));
  if (PQstatus(handle()) != CONNECTION_OK) {
    const std::string words = place_.without_password(trimmed(PQerrorMessage(handle())));
    throw Error(kUnreachable, {}, {place_.shown(), words}, kSurroundings);
  }
  PQsetNoticeReceiver(
      handle(), [](void*, const PGresult*) {}, nullptr);
  refuse_unfit_server();
  check(run(kSettings), kSettings);
}

void Connection::refuse_unfit_server() {
  const int version = PQserverVersion(handle());
  if (version < kOldestVersion)
    throw Error(kUnfitServer, {}, {std::to_string(version / 10000), "12"}, kSurroundings);
  const Result shown = run("SHOW server_encoding");
  check(shown, "SHOW server_encoding");
  const std::string encoding = PQgetvalue(shown.get(), 0, 0);
  if (encoding != "UTF8") throw Error(kUnfitServer, {}, {encoding, "UTF8"}, kSurroundings);
}

bool Connection::in_transaction() const {
  const PGTransactionStatusType status = PQtransactionStatus(handle());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

void Connection::lose(const std::string& words) {
  lost_ = true;
  throw Error(kConnectionLost, {}, {place_.shown(), place_.without_password(words)}, kSurroundings);
}

std::string Connection::reason(const PGresult* result) {
  std::string words = trimmed(result == nullptr ? PQerrorMessage(handle()) : PQresultErrorMessage(result));
  if (words.empty()) words = trimmed(PQerrorMessage(handle()));
  if (PQstatus(handle()) == CONNECTION_BAD || (result != nullptr && ends_connection(result))) lose(words);
  return words;
}

void Connection::check(const Result& result, const std::string& sql) {
  const ExecStatusType status = result == nullptr ? PGRES_FATAL_ERROR : PQresultStatus(result.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY) return;
  if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
    // Only `load` and `append` copy; a COPY in somebody's SQL would leave the connection waiting.
    cancel();
    if (status == PGRES_COPY_IN) PQputCopyEnd(handle(), "not here");
    finish();
    throw Error(kSqlFailed, {}, {"COPY from or to the client is not for SQL", sql});
  }
  throw Error(kSqlFailed, {}, {reason(result.get()), sql});
}

Result Connection::run(const std::string& sql) { return Result(PQexec(handle(), sql.c_str())); }

Result Connection::ask(const std::string& sql) {
  return Result(PQexecParams(handle(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1));
}

void Connection::ask_by_rows(const std::string& sql, const std::function<void(const PGresult&)>& take) {
  if (PQsendQueryParams(handle(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1) == 0)
    throw Error(kSqlFailed, {}, {reason(nullptr), sql});
  PQsetSingleRowMode(handle());
  try {
    while (const Result result{PQgetResult(handle())}) {
      if (PQresultStatus(result.get()) == PGRES_SINGLE_TUPLE) {
        take(*result);
      } else {
        check(result, sql);
      }
    }
  } catch (...) {
    // Not after the server's own failure: there is nothing left to cancel, or nobody to ask.
    if (!lost() && PQtransactionStatus(handle()) == PQTRANS_ACTIVE) cancel();
    finish();
    throw;
  }
}

Result Connection::finish() {
  Result last;
  while (Result next{PQgetResult(handle())}) {
    const ExecStatusType status = PQresultStatus(next.get());
    last = std::move(next);
    // A copy that nobody carries on gives its result for ever.
    if (status == PGRES_COPY_OUT) {
      char* line = nullptr;
      while (PQgetCopyData(handle(), &line, 0) > 0) PQfreemem(line);
    }
    if (status == PGRES_COPY_IN) PQputCopyEnd(handle(), "not carried on");
    if (PQstatus(handle()) == CONNECTION_BAD) break;
  }
  return last;
}

void Connection::cancel() noexcept {
  const std::unique_ptr<PGcancel, void (*)(PGcancel*)> cancel(PQgetCancel(handle()), PQfreeCancel);
  std::array<char, 256> reason{};
  if (cancel != nullptr) PQcancel(cancel.get(), reason.data(), static_cast<int>(reason.size()));
}

}  // namespace zhiheng::store::postgres_driver
