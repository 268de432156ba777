#pragma once
// What the server answers where a request can't be served.
#include <exception>

#include "base/error.h"
#include "serve/http.h"

namespace zhiheng::serve {

inline constexpr ErrorCode kNotFound{"http.not-found", "没有这个地址", "there is nothing at this address"};
inline constexpr ErrorCode kWrongMethod{"http.wrong-method", "此地址不支持 {}；可用：{}",
                                        "{} is not possible here; allowed: {}"};
inline constexpr ErrorCode kBadRequest{"http.bad-request", "请求有误：不是合法的 HTTP 请求",
                                       "this is no valid HTTP request"};
inline constexpr ErrorCode kBadParameter{"http.bad-parameter", "参数 {} 的值“{}”不对：应为 {}",
                                         "the parameter {} can't be “{}”: {} is expected"};
inline constexpr ErrorCode kUnknownParameter{"http.unknown-parameter", "没有参数 {}；可用：{}",
                                             "there is no parameter {}; there are: {}"};
inline constexpr ErrorCode kTooLarge{"http.too-large", "内容太大：最多 {} MiB", "too large: at most {} MiB"};
inline constexpr ErrorCode kLongTarget{"http.long-target", "地址太长", "the address is too long"};
inline constexpr ErrorCode kLargeHead{"http.large-head", "请求头太大", "the request's head is too large"};
inline constexpr ErrorCode kWrongType{"http.wrong-type", "请求内容应为 {}", "the body must be {}"};
inline constexpr ErrorCode kNoBody{"http.no-body", "缺少请求内容", "the request has no body"};
inline constexpr ErrorCode kBadForm{"http.bad-form", "表单内容有误：{}", "the form can't be read: {}"};
inline constexpr ErrorCode kBadJson{"http.bad-json", "请求内容不是合法的 JSON 对象",
                                    "the body is no valid JSON object"};
inline constexpr ErrorCode kBadMember{"http.bad-member", "字段 {} 应为{}", "the member {} must be: {}"};
inline constexpr ErrorCode kUnknownMember{"http.unknown-member", "没有字段 {}；可用：{}",
                                          "there is no member {}; there are: {}"};
inline constexpr ErrorCode kSignIn{"http.sign-in", "请先登录", "sign in first"};
inline constexpr ErrorCode kForbidden{"http.forbidden", "您没有这项权限", "you have no right to do this"};
inline constexpr ErrorCode kCsrf{
    "http.csrf", "请求不是从本站页面发出的，或页面已过时；请刷新后再试",
    "the request did not come from our pages, or the page is too old: reload it"};
inline constexpr ErrorCode kFactorFirst{"people.second-factor-first", "请先绑定动态口令",
                                        "set up your second factor first"};
inline constexpr ErrorCode kBusy{"http.busy", "服务器忙，请稍后再试", "the server is busy: try again later"};
inline constexpr ErrorCode kTooOften{"http.too-often", "请求太频繁，请稍后再试",
                                     "too many requests: try again in a moment"};
inline constexpr ErrorCode kSlow{"http.slow", "等待请求超时", "the request did not arrive in time"};
inline constexpr ErrorCode kFault{"http.fault", "服务器内部错误；请把请求编号告诉管理员",
                                  "a fault of the server: tell the administrator the request's id"};
inline constexpr ErrorCode kUnavailable{
    "http.surroundings", "服务器暂时做不到；请把请求编号告诉管理员",
    "the server can't do this now: tell the administrator the request's id"};

/// The status for an error: by its code, else 400 for bad input, 503 for the surroundings, 500 for our
/// faults.
int status_of(const Error& error);

/// {error: {code, zh, en, request}}. Of surroundings and faults nothing is told but the request's id.
Answer mistake(const Error& error, const std::string& request);

/// The same for whatever a handler may throw.
Answer mistake(const std::exception_ptr& thrown, const std::string& request);

}  // namespace zhiheng::serve
