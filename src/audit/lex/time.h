#pragma once
#include <string_view>

#include "audit/lex/number.h"
#include "audit/quantity.h"

namespace zhiheng::audit::lex {

/// If the number is a year, a date, a span of years or a month (2020年, 2018-2020年, 2020年1-9月, 3月5日,
/// 2020/12/31): the mark, whose span may reach beyond the number; else a mark with an empty span.
TimeMark read_date(std::string_view text, const Number& number);

/// The period word that begins at `at` (上年, 去年同期, 今年, 上半年, 前三季度, “十三五”, 二〇二〇年), or a
/// mark with an empty span.
TimeMark read_period_word(std::string_view text, size_t at);

}  // namespace zhiheng::audit::lex
