#pragma once
// What both drivers report; inside this module only.
#include "base/error.h"

namespace zhiheng::store {

inline constexpr ErrorCode kSqlFailed{"sql.failed", "SQL 执行失败：{}\n  语句：{}",
                                      "the SQL failed: {}\n  statement: {}"};
inline constexpr ErrorCode kUnsupportedType{
    "store.unsupported-type", "查询结果列 {} 的类型不受支持；请在 SQL 中转换为数值或文本",
    "the type of result column {} is not supported; cast it to a number or text in the SQL"};
inline constexpr ErrorCode kAppendFailed{"store.append-failed", "写入表 {} 失败：{}",
                                         "rows can't be appended to table {}: {}"};
inline constexpr ErrorCode kLoadFailed{"store.load-failed", "批量写入表 {} 失败：{}",
                                       "rows can't be loaded into table {}: {}"};
inline constexpr ErrorCode kSessionBusy{
    "store.session-busy", "会话正在批量写入或逐批读取，不能同时执行其他语句",
    "the session is loading or streaming and can do nothing else meanwhile"};
inline constexpr ErrorCode kTransactionOpen{"store.transaction-open", "会话已有未结束的事务",
                                            "the session has a transaction already"};
inline constexpr ErrorCode kTransactionFailed{
    "store.transaction-failed", "事务中有语句失败，已全部撤销",
    "a statement of the transaction failed; all of it has been undone"};

/// The reason given for a statement after a failed one in a transaction.
inline constexpr const char* kAborted = "current transaction is aborted, commands ignored until it ends";

}  // namespace zhiheng::store
