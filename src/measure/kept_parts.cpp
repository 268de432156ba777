#include "measure/kept_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <map>
#include <set>

#include "segment/format.h"
#include "segment/kept_file.h"

namespace zhiheng::measure {
namespace {

using catalog::Dataset;
using formula::Formula;
using segment::Bytes;
using segment::Directory;
using Values = std::shared_ptr<const AxisValues>;

/// To be counted up when other parts come from the same rows, or they are written otherwise.
constexpr int kVersion = 1;

template <typename Use>
void each_formula(const Dataset& dataset, Use use) {
  for (const auto& cube : dataset.cubes) {
    for (const auto& dimension : cube.by) use(dimension.value);
    if (cube.where) use(*cube.where);
    for (const auto& measure : cube.measures) {
      use(measure.value);
      if (measure.where) use(*measure.where);
    }
  }
}

std::string state_of(const WorkingCalendar& calendar) {
  std::string state = "calendar";
  for (const auto& [year, announced] : calendar.years()) {
    state += fmt::format("\n{}", year);
    for (const Holiday& holiday : announced.holidays)
      state += fmt::format(" {}-{}", holiday.first.to_string(), holiday.last.to_string());
    for (const Date day : announced.working) state += " " + day.to_string();
  }
  return state + "\n";
}

/// The values that parts refer to, each once, without those that none of them has.
class ValueTable {
 public:
  /// Notes that places of the values are used.
  void use(const Values& values, const std::vector<std::uint32_t>& places) {
    auto& used = used_of(values);
    for (const std::uint32_t place : places) used[place] = 1;
  }
  void use_all(const Values& values) { std::ranges::fill(used_of(values), 1); }

  void write(Bytes& to) {
    to.number(order_.size());
    for (const AxisValues* values : order_) {
      AxisValues kept{values->type, values->decimals, {}, {}, {}};
      Entry& entry = entries_.at(values);
      for (std::uint32_t place = 0; place < values->size(); ++place) {
        if (entry.places[place] == 0) continue;
        entry.places[place] = static_cast<std::uint32_t>(kept.size());
        if (values->missing == place) kept.missing = entry.places[place];
        if (values->type == formula::Type::kText)
          kept.texts.push_back(values->texts[place]);
        else
          kept.numbers.push_back(values->numbers[place]);
      }
      write(kept, to);
    }
  }
  std::uint64_t number(const Values& values) const { return entries_.at(values.get()).number; }
  std::vector<std::uint32_t> places(const Values& values, std::vector<std::uint32_t> places) const {
    const auto& to = entries_.at(values.get()).places;
    for (std::uint32_t& place : places) place = to[place];
    return places;
  }

 private:
  struct Entry {
    std::uint64_t number = 0;
    std::vector<std::uint32_t> places;  // 1 where it is used; once written, the new place
  };

  std::vector<std::uint32_t>& used_of(const Values& values) {
    const auto [at, is_new] = entries_.try_emplace(values.get());
    if (is_new) {
      at->second = {order_.size(), std::vector<std::uint32_t>(values->size(), 0)};
      order_.push_back(values.get());
    }
    return at->second.places;
  }

  static void write(const AxisValues& values, Bytes& to) {
    to.number(static_cast<std::uint64_t>(values.type));
    to.number(static_cast<std::uint64_t>(values.decimals));
    to.number(values.missing ? *values.missing + std::uint64_t{1} : 0);
    to.all(values.numbers);
    to.number(values.texts.size());
    for (const std::string& text : values.texts) to.text(text);
  }

  std::map<const AxisValues*, Entry> entries_;
  std::vector<const AxisValues*> order_;
};

/// A list of pairs where that is shorter than the bits.
void make_short(ValueCounts& counts) {
  std::size_t pairs = 0;
  for (const std::uint64_t word : counts.bits) pairs += static_cast<std::size_t>(std::popcount(word));
  if (counts.bits.empty() || pairs > counts.bits.size()) return;
  const std::size_t words = counts.words();
  for (std::size_t w = 0; w < counts.bits.size(); ++w)
    for (std::uint64_t left = counts.bits[w]; left != 0; left &= left - 1) {
      counts.cell.push_back(static_cast<std::uint32_t>(w / words));
      counts.value.push_back(
          static_cast<std::uint32_t>(w % words * 64 + static_cast<unsigned>(std::countr_zero(left))));
    }
  counts.bits.clear();
}

std::string written(std::vector<CubePart>& parts) {
  ValueTable table;
  for (CubePart& part : parts) {
    for (std::size_t i = 0; i < part.axes.size(); ++i) table.use(part.axes[i], part.places[i]);
    for (ValueCounts& counts : part.counts) {
      make_short(counts);
      counts.bits.empty() ? table.use(counts.values, counts.value) : table.use_all(counts.values);
    }
  }
  Bytes bytes;
  table.write(bytes);
  for (const CubePart& part : parts) {
    for (std::size_t i = 0; i < part.axes.size(); ++i) {
      bytes.number(table.number(part.axes[i]));
      bytes.all(table.places(part.axes[i], part.places[i]));
    }
    bytes.all(part.rows);
    for (const auto& sums : part.sums) bytes.all(sums);
    for (const ValueCounts& counts : part.counts) {
      bytes.number(table.number(counts.values));
      bytes.all(counts.bits);
      bytes.all(counts.cell);
      bytes.all(table.places(counts.values, counts.value));
      bytes.all(counts.count);
    }
  }
  return bytes.content();
}

/// Reads what `written` gives. What doesn't fit together makes it broken.
class PartReader {
 public:
  explicit PartReader(std::string_view bytes) : from_(bytes) {}

  std::optional<std::vector<CubePart>> read(const Dataset& dataset) {
    const std::uint64_t count = from_.number();
    for (std::uint64_t i = 0; i < count && !from_.broken(); ++i) read_values();
    std::vector<CubePart> parts;
    for (const auto& cube : dataset.cubes) parts.push_back(read_part(cube));
    if (!fits_ || !from_.done()) return std::nullopt;
    return parts;
  }

 private:
  void read_values() {
    AxisValues values;
    values.type = static_cast<formula::Type>(from_.number());
    values.decimals = static_cast<int>(from_.number());
    if (const std::uint64_t missing = from_.number(); missing != 0)
      values.missing = static_cast<std::uint32_t>(missing - 1);
    values.numbers = from_.all<std::int64_t>();
    const std::uint64_t texts = from_.number();
    for (std::uint64_t i = 0; i < texts && !from_.broken(); ++i) values.texts.emplace_back(from_.text());
    table_.push_back(std::make_shared<const AxisValues>(std::move(values)));
  }

  CubePart read_part(const catalog::RecordCube& cube) {
    CubePart part;
    for (std::size_t i = 0; i < cube.by.size(); ++i) {
      part.axes.push_back(values());
      part.places.push_back(from_.all<std::uint32_t>());
      check_below(part.places.back(), part.axes.back()->size());
    }
    part.rows = from_.all<std::int64_t>();
    for (const auto& places : part.places) fits_ = fits_ && places.size() == part.rows.size();
    for (const auto& measure : cube.measures)
      if (measure.form == catalog::RecordMeasure::Form::kSum) {
        part.sums.push_back(from_.all<std::int64_t>());
        fits_ = fits_ && part.sums.back().size() == part.rows.size();
      }
    for (const auto& measure : cube.measures)
      if (measure.form != catalog::RecordMeasure::Form::kSum)
        part.counts.push_back(
            read_counts(part.rows.size(), measure.form != catalog::RecordMeasure::Form::kDistinct));
    return part;
  }

  ValueCounts read_counts(std::size_t cells, bool counted) {
    ValueCounts counts;
    counts.values = values();
    counts.bits = from_.all<std::uint64_t>();
    counts.cell = from_.all<std::uint32_t>();
    counts.value = from_.all<std::uint32_t>();
    counts.count = from_.all<std::int64_t>();
    check_below(counts.cell, cells);
    check_below(counts.value, counts.values->size());
    fits_ = fits_ && counts.cell.size() == counts.value.size() &&
            counts.count.size() == (counted ? counts.cell.size() : 0) &&
            (counts.bits.empty() || counts.bits.size() == cells * counts.words());
    return counts;
  }

  Values values() {
    static const Values kNone = std::make_shared<const AxisValues>();
    const std::uint64_t number = from_.number();
    fits_ = fits_ && number < table_.size();
    return fits_ ? table_[number] : kNone;
  }

  void check_below(const std::vector<std::uint32_t>& places, std::size_t end) {
    fits_ = fits_ && std::ranges::all_of(places, [&](std::uint32_t place) { return place < end; });
  }

  Directory from_;
  std::vector<Values> table_;
  bool fits_ = true;
};

}  // namespace

std::string state_of(const CubeContext& context) {
  const Dataset& dataset = context.dataset;
  std::set<std::string> registers;
  bool calendar = false;
  const auto names = catalog::formula_names(dataset, context.catalog);
  each_formula(dataset, [&](const Formula& formula) {
    calendar = calendar || formula.text().find("workdays") != std::string::npos;
    for (const std::size_t name : formula.columns())
      if (const auto dot = names[name].id.find('.'); dot != std::string::npos)
        registers.insert(dataset.column(names[name].id.substr(0, dot))->ref);
  });
  std::string state = fmt::format("{}\n{} {}\n", kVersion, dataset.id, dataset.sha256);
  for (const std::string& id : registers)
    state += fmt::format("{} {}\n{}", id, context.catalog.dataset(id)->sha256,
                         context.registers == nullptr ? "" : context.registers->state(id));
  if (calendar && context.calendar != nullptr) state += state_of(*context.calendar);
  return state;
}

std::vector<CubePart> kept_cubes(const CubeContext& context, const LiveSegment& live,
                                 const std::string& key) {
  const std::string path = std::filesystem::path(live.segment->path()).replace_extension(".cubes").string();
  if (const auto content = segment::read_kept(path, key))
    if (auto parts = PartReader(*content).read(context.dataset)) return std::move(*parts);
  std::vector<CubePart> parts = compute_cubes(context, *live.segment, live.dead);
  segment::write_kept(path, key, written(parts));
  return parts;
}

}  // namespace zhiheng::measure
