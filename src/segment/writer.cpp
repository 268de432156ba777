#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_STATIC_LINKING_ONLY  // for a state on the stack
#include <xxhash.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unordered_map>
#include <utility>

#include "segment/format.h"

namespace zhiheng::segment {
namespace {

[[noreturn]] void throw_unwritable(const std::string& path) {
  throw Error(kFileUnwritable, {path}, {std::strerror(errno)}, 3);
}

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return XXH3_64bits(text.data(), text.size()); }
};

struct Dictionary {
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> codes;
  std::vector<const std::string*> texts;
};

}  // namespace

struct Writer::State {
  std::string path, unfinished;
  std::vector<Column> columns;
  std::vector<Dictionary> dictionaries;
  std::vector<std::uint64_t> block_rows;
  std::vector<Part> parts;  // block by block
  std::uint64_t rows = 0;
  std::uint64_t end = 0;  // of what is written
  int file = -1;

  void write(const void* data, std::size_t size) {
    const char* from = static_cast<const char*>(data);
    while (size > 0) {
      const ssize_t done = ::write(file, from, size);
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) throw_unwritable(path);
      from += done;
      size -= static_cast<std::size_t>(done);
      end += static_cast<std::uint64_t>(done);
    }
  }
  void remove() {
    ::close(file);
    ::unlink(unfinished.c_str());
  }
  void align() {
    static constexpr char kZeros[kAlign] = {};
    write(kZeros, (kAlign - end % kAlign) % kAlign);
  }
};

Writer::Writer(std::string path, std::vector<Column> columns) : state_(std::make_unique<State>()) {
  State& s = *state_;
  s.path = std::move(path);
  s.columns = std::move(columns);
  s.dictionaries.resize(s.columns.size());
  s.unfinished = s.path + ".unfinished-" + std::to_string(::getpid());
  s.file = ::open(s.unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (s.file < 0) throw_unwritable(s.path);
  const std::uint64_t head[2] = {kMagic, 0};
  try {
    s.write(head, sizeof head);
  } catch (const Error&) {
    s.remove();  // there will be no writer to do it
    throw;
  }
}

Writer::~Writer() {
  if (!state_ || state_->file < 0) return;
  state_->remove();
}

std::uint32_t Writer::code(std::size_t column, std::string_view text) {
  Dictionary& dictionary = state_->dictionaries[column];
  const auto found = dictionary.codes.find(text);
  if (found != dictionary.codes.end()) return found->second;
  const auto code = static_cast<std::uint32_t>(dictionary.texts.size());
  const auto [place, _] = dictionary.codes.emplace(std::string(text), code);
  dictionary.texts.push_back(&place->first);
  return code;
}

void Writer::begin_block(std::size_t rows) {
  state_->block_rows.push_back(rows);
  state_->rows += rows;
}

void Writer::put(const Packed& packed) {
  State& s = *state_;
  s.align();
  s.parts.push_back({s.end, packed.codes.size(), XXH3_64bits(packed.codes.data(), packed.codes.size()),
                     packed.base, packed.greatest, packed.width, packed.missing});
  s.write(packed.codes.data(), packed.codes.size());
}

void Writer::put(const Plain& plain) {
  State& s = *state_;
  s.align();
  Part part;
  part.offset = s.end;
  part.size = plain.offsets.size_bytes() + plain.bytes.size();
  XXH3_state_t hash;
  XXH3_64bits_reset(&hash);
  XXH3_64bits_update(&hash, plain.offsets.data(), plain.offsets.size_bytes());
  XXH3_64bits_update(&hash, plain.bytes.data(), plain.bytes.size());
  part.checksum = XXH3_64bits_digest(&hash);
  s.parts.push_back(part);
  s.write(plain.offsets.data(), plain.offsets.size_bytes());
  s.write(plain.bytes.data(), plain.bytes.size());
}

std::uint64_t Writer::finish(std::string_view note) {
  State& s = *state_;
  Bytes directory;
  directory.number(s.rows);
  directory.number(s.columns.size());
  for (const Column& column : s.columns) {
    directory.text(column.id);
    directory.number(static_cast<std::uint64_t>(column.storage) | std::uint64_t{column.type} << 8 |
                     std::uint64_t{column.decimals} << 16);
  }
  directory.all(s.block_rows);
  directory.all(s.parts);
  for (const Dictionary& dictionary : s.dictionaries) {
    directory.number(dictionary.texts.size());
    for (const std::string* text : dictionary.texts) directory.text(*text);
  }
  directory.text(note);
  s.align();
  Tail tail;
  tail.directory = s.end;
  tail.size = directory.content().size();
  tail.checksum = XXH3_64bits(directory.content().data(), directory.content().size());
  s.write(directory.content().data(), directory.content().size());
  s.write(&tail, sizeof tail);
  if (::fsync(s.file) != 0) throw_unwritable(s.path);
  const int file = std::exchange(s.file, -1);
  if (::close(file) != 0 || ::rename(s.unfinished.c_str(), s.path.c_str()) != 0) {
    const int why = errno;
    ::unlink(s.unfinished.c_str());
    errno = why;
    throw_unwritable(s.path);
  }
  const std::string folder = std::filesystem::path(s.path).parent_path().string();
  const int parent = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (parent >= 0) {
    ::fsync(parent);
    ::close(parent);
  }
  return s.rows;
}

}  // namespace zhiheng::segment
