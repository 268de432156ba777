#include "formula/parse/functions.h"

#include <algorithm>
#include <array>

#include "formula/parse/mistake.h"
#include "formula/parse/typing.h"

namespace zhiheng::formula {
namespace {

using Build = NodePtr (*)(std::vector<NodePtr> arguments, size_t offset);

struct Function {
  const char* name;
  size_t arguments;  // 0: one or more
  Build build;
};

template <Op op>
NodePtr part_of_date(std::vector<NodePtr> arguments, size_t offset) {
  arguments[0] = want_date(std::move(arguments[0]));
  return make_node(op, Type::kNumber, 0, offset, std::move(arguments));
}

NodePtr hour(std::vector<NodePtr> arguments, size_t offset) {
  // The hour of a date is always 0: whoever asks for it means another column.
  if (arguments[0]->type == Type::kDate) throw Mistake{kWrongType, arguments[0]->offset, {"time", "date"}};
  arguments[0] = want_time(std::move(arguments[0]));
  return make_node(Op::kHour, Type::kNumber, 0, offset, std::move(arguments));
}

NodePtr date(std::vector<NodePtr> arguments, size_t) {
  // A text here may be a time as well as a date.
  if (arguments[0]->is_text_literal() && arguments[0]->text.size() > 10) {
    arguments[0] = want_time(std::move(arguments[0]));
  }
  return want_date(std::move(arguments[0]));
}

NodePtr workdays(std::vector<NodePtr> arguments, size_t offset) {
  arguments[0] = want_date(std::move(arguments[0]));
  arguments[1] = want_days(std::move(arguments[1]));
  return make_node(Op::kWorkdays, Type::kDate, 0, offset, std::move(arguments));
}

NodePtr length(std::vector<NodePtr> arguments, size_t offset) {
  arguments[0] = want_text(std::move(arguments[0]));
  return make_node(Op::kLength, Type::kNumber, 0, offset, std::move(arguments));
}

NodePtr absolute(std::vector<NodePtr> arguments, size_t offset) {
  arguments[0] = want_number(std::move(arguments[0]));
  const int decimals = arguments[0]->decimals;
  return make_node(Op::kAbs, Type::kNumber, decimals, offset, std::move(arguments));
}

NodePtr coalesce(std::vector<NodePtr> arguments, size_t offset) {
  std::vector<NodePtr*> places;
  for (NodePtr& argument : arguments) places.push_back(&argument);
  if (all_null(places)) return make_null(offset);
  want_alike(places, offset);
  const Type type = arguments[0]->type;
  const int decimals = arguments[0]->decimals;
  return make_node(Op::kCoalesce, type, decimals, offset, std::move(arguments));
}

constexpr std::array kFunctions{
    Function{"year", 1, part_of_date<Op::kYear>},
    Function{"quarter", 1, part_of_date<Op::kQuarter>},
    Function{"month", 1, part_of_date<Op::kMonth>},
    Function{"day", 1, part_of_date<Op::kDay>},
    Function{"weekday", 1, part_of_date<Op::kWeekday>},
    Function{"date", 1, date},
    Function{"hour", 1, hour},
    Function{"workdays", 2, workdays},
    Function{"length", 1, length},
    Function{"abs", 1, absolute},
    Function{"coalesce", 0, coalesce},
};

}  // namespace

NodePtr make_call(const std::string& name, const std::string& written, std::vector<NodePtr> arguments,
                  size_t offset) {
  const auto function =
      std::find_if(kFunctions.begin(), kFunctions.end(), [&](const Function& f) { return f.name == name; });
  if (function == kFunctions.end()) {
    std::string known;
    for (const Function& f : kFunctions) known += (known.empty() ? "" : " ") + std::string(f.name);
    throw Mistake{kUnknownFunction, offset, {written, known}};
  }
  const size_t wanted = function->arguments;
  if (wanted == 0 ? arguments.empty() : arguments.size() != wanted) {
    throw Mistake{
        kArguments,
        offset,
        {function->name, wanted == 0 ? "1+" : std::to_string(wanted), std::to_string(arguments.size())}};
  }
  return function->build(std::move(arguments), offset);
}

}  // namespace zhiheng::formula
