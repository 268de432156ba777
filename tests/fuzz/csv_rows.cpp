// Any bytes as the rows of a CSV file: in one chunk and in many, by every version of the loops, the same
// rows.
#include "read/records/csv_rows.h"

#include "rows.h"

using namespace zhiheng;
using namespace zhiheng::read;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  if (size < 4) return 0;
  RecordHead head;
  head.names.resize(1 + data[0] % 5);
  head.format.separator = std::array{',', '\t', ';'}[data[1] % 3];
  head.format.encoding = static_cast<RecordFormat::Encoding>(data[2] % 4);
  const size_t chunk = 2 + data[3];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 4, size - 4);
  Counted whole;
  count(*read_rows(bytes, head, 1), whole);
  for (const CsvKernel& kernel : csv_kernels()) {
    Counted again;
    count(*read_csv_rows(bytes, head, 1, kernel), again);
    require(again == whole);
  }
  require(count_in_chunks(bytes, head, chunk) == whole);
  return 0;
}
