#include "report/office/zip.h"

#include <minizip/zip.h>

#include <limits>

namespace zhiheng::report::office {
namespace {

constexpr uLong kFirstDay =
    (1UL << 21) | (1UL << 16);  // month 1, day 1 of year 1980 in the DOS date's upper half
constexpr int kLevel = 3;       // XML shrinks to about a tenth at any level; higher ones only take time

}  // namespace

ZipWriter::ZipWriter(const std::string& path, const ErrorCode& failure)
    : path_(path), failure_(failure), zip_(zipOpen64(path.c_str(), APPEND_STATUS_CREATE)) {
  check(zip_ != nullptr);
}

ZipWriter::~ZipWriter() {
  if (zip_ != nullptr) zipClose(zip_, nullptr);
}

void ZipWriter::add(const std::string& name, std::string_view bytes, Packing packing) {
  zip_fileinfo info{};
  info.dosDate = kFirstDay;
  const bool deflate = packing == Packing::kDeflate;
  check(bytes.size() < std::numeric_limits<unsigned>::max());
  check(zipOpenNewFileInZip(zip_, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr,
                            deflate ? Z_DEFLATED : 0, deflate ? kLevel : 0) == ZIP_OK);
  check(zipWriteInFileInZip(zip_, bytes.data(), static_cast<unsigned>(bytes.size())) == ZIP_OK);
  check(zipCloseFileInZip(zip_) == ZIP_OK);
}

void ZipWriter::close() {
  void* zip = zip_;
  zip_ = nullptr;
  check(zipClose(zip, nullptr) == ZIP_OK);
}

void ZipWriter::check(bool good) const {
  if (!good) throw Error(failure_, {}, {path_}, 3);
}

}  // namespace zhiheng::report::office
