#pragma once
#include "base/calendar.h"
#include "catalog/load.h"
#include "catalog/yaml.h"

namespace zhiheng::catalog {

/// The working calendar out of its parsed YAML. Pure: no files. Mistakes go to `diagnostics`; a break or day
/// with a mistake is left out, so nothing may be counted with a calendar that has one.
WorkingCalendar read_calendar(const Yaml& node, Diagnostics& diagnostics);

/// The calendar of catalog/calendar/china.yaml, with every mistake as file:line:column. Throws Error where
/// the file cannot be read.
WorkingCalendar load_calendar(const Home& home, Diagnostics& diagnostics);

}  // namespace zhiheng::catalog
