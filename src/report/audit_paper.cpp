#include "report/audit_paper.h"

#include "audit/audit.h"
#include "audit/waivers.h"
#include "read/read_document.h"
#include "report/json.h"
#include "report/write.h"

namespace zhiheng::report {

std::string paper_waivers(const std::string& district_folder, const std::string& report) {
  return district_folder + "/reports/" + report + "/audit.waivers.csv";
}

audit::Report audit_paper(const Document& document, const std::string& waivers, const std::string& shown,
                          Diagnostics& diagnostics) {
  audit::Report report;
  // The paper is read back from the file for programs, so that this audit and one of the file can't differ.
  report.documents.push_back(read::parse_document(render_json(document), output_marker(document)));
  report.results = audit::audit(report.documents);
  audit::apply_waivers(audit::read_waivers(waivers, shown, diagnostics), 0, report);
  return report;
}

}  // namespace zhiheng::report
