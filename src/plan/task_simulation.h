#pragma once
#include <cstdint>

#include "plan/task_reports.h"

namespace zhiheng::plan {

/// Made-up reports on every task of `plan` up to `day`, each marked simulated and with a note that says so.
/// The same plan, day and seed give the same reports. Most tasks of past years are done, some late, a few
/// still in hand or cancelled. Only for showing the evaluation at work.
TaskReports simulate_task_reports(const catalog::Plan& plan, Date day, std::uint64_t seed);

}  // namespace zhiheng::plan
