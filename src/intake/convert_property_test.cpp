#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

#include "base/date.h"
#include "base/decimal.h"
#include "intake/convert.h"
#include "intake/convert_cell_test.h"

namespace zhiheng::intake {
namespace {

/// What Decimal reads is read so, and nothing more than the forms above.
TEST(Convert, AgreesWithDecimal) {
  EXPECT_TRUE(rc::check("random text of number signs", [] {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789012345678..-+")));
    RC_PRE(text.size() <= 28);  // what Decimal can still round
    const int decimals = *rc::gen::inRange(0, 8);
    const auto number = Decimal::parse(text);
    std::string expected = "cell.not-number";
    if (text.empty()) {
      expected = "missing";
    } else if (number) {
      const Decimal whole = number->rounded(decimals);
      const bool fits = whole.mantissa() <= std::numeric_limits<std::int64_t>::max() &&
                        whole.mantissa() >= std::numeric_limits<std::int64_t>::min();
      expected = whole != *number ? "cell.too-many-decimals" : fits ? whole.to_string() : "cell.too-big";
    }
    RC_ASSERT(converted(column(Type::kDecimal, decimals), text) == expected);
  }));
}

TEST(Convert, AgreesWithDate) {
  EXPECT_TRUE(rc::check("random text of date signs", [] {
    const auto piece = rc::gen::elementOf(std::vector<std::string>{"19", "20", "21", "22", "01", "02", "12",
                                                                   "13", "00", "28", "29", "30", "31", "32"});
    const std::string text = *piece + *piece + "-" + *piece + "-" + *piece;
    const auto date = Date::parse(text);
    RC_ASSERT(converted(column(Type::kDate), text) == (date ? date->to_string() : "cell.no-such-day"));
  }));
}

TEST(Convert, ReadsBackWhatIsWritten) {
  EXPECT_TRUE(rc::check("value → text → value", [] {
    const auto value = *rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(),
                                       rc::gen::inRange<std::int64_t>(-100000, 100000000));
    for (const DatasetColumn& c :
         {column(Type::kInteger), column(Type::kDecimal, 2), column(Type::kDecimal, 9)}) {
      const std::string text = written(c, value);
      RC_ASSERT(converted(c, text) == text);
    }
    const std::string day = written(column(Type::kDate), *rc::gen::inRange<std::int64_t>(-354285, 2932897));
    RC_ASSERT(converted(column(Type::kDate), day) == day);
    const std::string time =
        written(column(Type::kTime), *rc::gen::inRange<std::int64_t>(-30610224000, 253402300800));
    RC_ASSERT(converted(column(Type::kTime), time) == time);
  }));
}

/// Whatever stands in a cell, no reader goes astray, and each refusal can be explained.
TEST(Convert, EndsOnAnyText) {
  static const catalog::Catalog catalog = sample_catalog();
  EXPECT_TRUE(rc::check("any bytes for any column", [] {
    const auto bytes = *rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::arbitrary<char>(),
                       rc::gen::elementOf(std::string("0123456789-:. T,E+%()'\x1D\xE5\xB9\xB4"))));
    std::vector<DatasetColumn> columns{column(Type::kInteger), column(Type::kDecimal, 3),
                                       column(Type::kDate),    column(Type::kTime),
                                       column(Type::kBoolean), code_column("stage")};
    for (const Form form : {Form::kFree, Form::kUscc, Form::kIdNumber, Form::kPhone, Form::kGtin, Form::kGs1,
                            Form::kDivision}) {
      columns.push_back(text_column(form));
      columns.push_back(text_column(form, "id"));
    }
    for (const DatasetColumn& c : columns) {
      const Alone alone(bytes);
      ConvertedColumn out;
      ColumnConverter(c, catalog).convert(alone.block, 0, out);
      if (out.reason(0) == Reason::kNone) continue;
      const Diagnostic said = explain(out.reason(0), c, catalog, bytes, {});
      RC_ASSERT(!said.zh.empty() && said.zh.find("{}") == std::string::npos);
    }
  }));
}

}  // namespace
}  // namespace zhiheng::intake
