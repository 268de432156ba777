#pragma once
// Opens what the renderers wrote, as another program would: the zip's entries, and their XML.
#include <minizip/unzip.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace zhiheng::report::office::testing {

struct Package {
  std::map<std::string, std::string> entries;
  std::vector<std::string> order;
  std::set<std::string> stored;  // not compressed

  bool has(const std::string& name) const { return entries.contains(name); }

  /// The entry's root; the tree lives as long as the package.
  pugi::xml_node xml(const std::string& name) {
    pugi::xml_document& tree = trees_[name];
    if (!tree.first_child()) {
      const pugi::xml_parse_result result =
          tree.load_string(entries.at(name).c_str(), pugi::parse_default | pugi::parse_ws_pcdata);
      if (!result) throw std::runtime_error(name + ": " + result.description());
    }
    return tree.document_element();
  }

 private:
  std::map<std::string, pugi::xml_document> trees_;
};

inline Package open_package(const std::string& path) {
  Package out;
  unzFile zip = unzOpen64(path.c_str());
  if (zip == nullptr) throw std::runtime_error("no zip: " + path);
  for (int state = unzGoToFirstFile(zip); state == UNZ_OK; state = unzGoToNextFile(zip)) {
    unz_file_info64 info{};
    char name[512];
    unzGetCurrentFileInfo64(zip, &info, name, sizeof name, nullptr, 0, nullptr, 0);
    std::string bytes(info.uncompressed_size, '\0');
    unzOpenCurrentFile(zip);
    const int got = unzReadCurrentFile(zip, bytes.data(), static_cast<unsigned>(bytes.size()));
    if (got != static_cast<int>(bytes.size()) || unzCloseCurrentFile(zip) != UNZ_OK)
      throw std::runtime_error(name);
    if (info.compression_method == 0) out.stored.insert(name);
    out.order.emplace_back(name);
    out.entries.emplace(name, std::move(bytes));
  }
  unzClose(zip);
  return out;
}

inline std::string file_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A folder of this test alone, removed at the end.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "zhiheng-office-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// All elements of a name below a node, in document order.
inline std::vector<pugi::xml_node> all(pugi::xml_node node, const char* name) {
  std::vector<pugi::xml_node> out;
  for (const auto& match : node.select_nodes((std::string(".//") + name).c_str()))
    out.push_back(match.node());
  return out;
}

/// Words of a paragraph, cell or part as one string; line breaks as "\n".
inline std::string words_of(pugi::xml_node node) {
  std::string out;
  pugi::xpath_node_set matches = node.select_nodes(".//w:t | .//w:br");
  matches.sort();  // a union comes in no order
  for (const auto& match : matches) {
    out += std::string_view(match.node().name()) == "w:br" ? "\n" : match.node().child_value();
  }
  return out;
}

}  // namespace zhiheng::report::office::testing
