#pragma once
// For tests only: entries, and what a stream then holds.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/moment.h"
#include "base/temporary_folder_test.h"
#include "journal/journal.h"
#include "journal/stream.h"

namespace zhiheng::journal {

inline Moment moment(const char* text) { return *parse_moment(text); }
inline const Moment kNoon = moment("2026-11-23T04:00:00Z");

/// Entry number `n`: {"n":7,…} with a text that is as long as wanted.
inline std::string sample_entry(int n, std::size_t length = 0) {
  return "{\"n\":" + std::to_string(n) + ",\"text\":\"" + std::string(length, 'x') + "\"}";
}

/// The numbers of the entries in a stream, in its order. Fails the test where its chain is broken.
inline std::vector<int> numbers_in(const std::string& folder, const std::string& stream = "people") {
  std::vector<int> numbers;
  try {
    read_stream(folder, stream, [&](const Line& line) {
      const std::size_t at = line.text.find("\"n\":");
      numbers.push_back(std::stoi(std::string(line.text.substr(at + 4, 12))));
    });
  } catch (const Error& error) {
    ADD_FAILURE() << error.what();
  }
  return numbers;
}

inline std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A stream of `entries` over `months` months from November 2026, in `folder`.
inline void write_sample(const std::string& folder, int entries, int months = 1,
                         Algorithm algorithm = Algorithm::kSha256, const std::string& stream = "people") {
  Journal journal({.folder = folder, .stream = stream, .algorithm = algorithm});
  std::vector<std::future<Receipt>> futures;
  for (int i = 0; i < entries; ++i)
    futures.push_back(
        journal.append(kNoon + std::chrono::hours(24 * 31 * (i * months / entries)), sample_entry(i)));
  for (auto& future : futures) future.get();
}

}  // namespace zhiheng::journal
