#include "catalog/calendar.h"

#include <algorithm>
#include <utility>

#include "base/file.h"

namespace zhiheng::catalog {
namespace {

constexpr ErrorCode kBadWeekday{"calendar.bad-weekday", "{} 不是星期名；应为 monday 至 sunday",
                                "{} is no day of the week: monday to sunday"};
constexpr ErrorCode kBadYear{"calendar.bad-year", "{} 不是年份", "{} is not a year"};
constexpr ErrorCode kBadDate{"calendar.bad-date", "没有 {} 这一天；日期写作 2024-02-10",
                             "there is no day {}; a date is written 2024-02-10"};
constexpr ErrorCode kBackwards{"calendar.range-backwards", "{} 的末日早于首日", "{} ends before it begins"};
constexpr ErrorCode kOutsideYear{
    "calendar.outside-year", "{} 不属于 {} 年；为元旦最早可到上年 12 月 {} 日",
    "{} is not in {}; for New Year's Day it may be as early as {} December before"};
constexpr ErrorCode kNoHolidays{"calendar.no-holidays", "{} 年没有假期；通知公布之前不写这一年",
                                "{} has no holidays; leave the year out until it is announced"};
constexpr ErrorCode kTwice{"calendar.day-twice", "{} 已在 {} 写过", "{} already stands at {}"};
constexpr ErrorCode kNotWeekend{"calendar.not-weekend", "{} 不是周末，本来就上班",
                                "{} is not on a weekend and is worked anyway"};
constexpr ErrorCode kNotAList{"calendar.not-a-list", "{} 应为列表", "{} must be a list"};

// The earliest December day that the next year's notice may speak of: a break of three days that ends on
// 1 January begins on the 30th; the weekend worked for it is the one before.
constexpr int kFirstFree = 30;
constexpr int kFirstWorked = 24;

constexpr std::pair<const char*, std::chrono::weekday> kWeekdays[] = {
    {"monday", std::chrono::Monday},       {"tuesday", std::chrono::Tuesday},
    {"wednesday", std::chrono::Wednesday}, {"thursday", std::chrono::Thursday},
    {"friday", std::chrono::Friday},       {"saturday", std::chrono::Saturday},
    {"sunday", std::chrono::Sunday}};

class Reader {
 public:
  explicit Reader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  WorkingCalendar read(const Yaml& node) {
    MapReader map(node, diagnostics_);
    for (const Yaml& day : list(&map.required("weekend"), "weekend")) add_weekday(day);
    std::vector<CalendarYear> years;
    for (const auto& [number, value] : members_of(map.required("years"), diagnostics_)) {
      if (const auto first = Date::parse(number + "-01-01"))
        years.push_back(read_year(value, first->year()));
      else
        diagnostics_.add(kBadYear, value.key_where, {number});
    }
    map.finish();
    return {weekend_, years};
  }

 private:
  CalendarYear read_year(const Yaml& node, int number) {
    MapReader map(node, diagnostics_);
    CalendarYear year;
    year.year = number;
    year.notices = map.texts("notices");
    year.verified = map.boolean_or("verified", false);
    const auto& holidays = list(&map.required("holidays"), "holidays");
    // An empty year would count as covered and so be a guess.
    if (holidays.empty()) diagnostics_.add(kNoHolidays, node.key_where, {std::to_string(number)});
    for (const Yaml& item : holidays) add_holiday(year, item);
    for (const Yaml& item : list(map.optional("working"), "working")) add_working(year, item);
    map.finish();
    return year;
  }

  void add_weekday(const Yaml& node) {
    const auto* found = std::find_if(std::begin(kWeekdays), std::end(kWeekdays),
                                     [&](const auto& day) { return node.scalar == day.first; });
    if (found == std::end(kWeekdays))
      diagnostics_.add(kBadWeekday, node.where, {node.scalar});
    else
      weekend_.push_back(found->second);
  }

  void add_holiday(CalendarYear& year, const Yaml& node) {
    MapReader map(node, diagnostics_);
    const std::string days = map.text("days");
    const Yaml* place = node.find("days");
    Holiday holiday{{}, {}, map.text("zh"), map.text_or("en", "")};
    map.finish();
    if (place == nullptr || place->type != Yaml::Type::kScalar) return;  // reported by the map
    const size_t dots = days.find("..");
    const auto first = date(days.substr(0, dots), place->where);
    const auto last = dots == std::string::npos ? first : date(days.substr(dots + 2), place->where);
    if (!first || !last) return;
    if (*last < *first) {
      diagnostics_.add(kBackwards, place->where, {days});
      return;
    }
    if (!in_year(*first, year.year, kFirstFree, place->where)) return;
    if (!in_year(*last, year.year, kFirstFree, place->where)) return;
    for (Date day = *first; day <= *last; day = day + 1) {
      if (!take(day, place->where)) return;
    }
    holiday.first = *first;
    holiday.last = *last;
    year.holidays.push_back(std::move(holiday));
  }

  void add_working(CalendarYear& year, const Yaml& node) {
    const auto day = date(node.scalar, node.where);
    if (!day || !in_year(*day, year.year, kFirstWorked, node.where)) return;
    if (std::find(weekend_.begin(), weekend_.end(), day->weekday()) == weekend_.end()) {
      diagnostics_.add(kNotWeekend, node.where, {day->to_string()});
      return;
    }
    if (take(*day, node.where)) year.working.push_back(*day);
  }

  /// The items of a list; none, reported, of anything else that is not empty.
  const std::vector<Yaml>& list(const Yaml* node, const char* key) {
    static const std::vector<Yaml> kNone;
    if (node == nullptr) return kNone;
    if (node->type == Yaml::Type::kScalar || node->type == Yaml::Type::kMap)
      diagnostics_.add(kNotAList, node->where, {key});
    return node->items;
  }

  std::optional<Date> date(const std::string& text, const Location& where) {
    const auto day = Date::parse(text);
    if (!day) diagnostics_.add(kBadDate, where, {text});
    return day;
  }

  bool in_year(Date day, int year, int first_december, const Location& where) {
    const bool before = day.year() == year - 1 && day.month() == 12 && day.day() >= first_december;
    if (day.year() == year || before) return true;
    diagnostics_.add(kOutsideYear, where,
                     {day.to_string(), std::to_string(year), std::to_string(first_december)});
    return false;
  }

  /// Each day is either free or worked, and said once.
  bool take(Date day, const Location& where) {
    const auto [place, is_new] = taken_.emplace(day, where);
    if (!is_new) diagnostics_.add(kTwice, where, {day.to_string(), to_string(place->second)});
    return is_new;
  }

  Diagnostics& diagnostics_;
  std::vector<std::chrono::weekday> weekend_;
  std::map<Date, Location> taken_;
};

}  // namespace

WorkingCalendar read_calendar(const Yaml& node, Diagnostics& diagnostics) {
  return Reader(diagnostics).read(node);
}

WorkingCalendar load_calendar(const Home& home, Diagnostics& diagnostics) {
  const std::string shown = "catalog/calendar/china.yaml";
  return read_calendar(parse_yaml(read_file(home.folder + "/" + shown, shown), shown, diagnostics),
                       diagnostics);
}

}  // namespace zhiheng::catalog
