#pragma once
// For tests only: a small catalog and a district "test" in a temporary folder.
#include <string>

#include "base/diagnosed_test.h"
#include "base/temporary_folder_test.h"
#include "catalog/load.h"

namespace zhiheng::catalog {

/// Departments market and farm; the code list stage (catering holds the canteens: 其中); the towns hong and
/// lan.
class PackFolder {
 public:
  PackFolder() {
    write("catalog/codes/department.csv", "code,zh,en\nmarket,市场局,Market\nfarm,农委,Farm\n");
    write("catalog/codes/stage.csv",
          "code,zh,en,official,role,note\nproduction,生产,Production,,,\ncirculation,流通,Circulation,,,\n"
          "catering,餐饮,Catering,,,\ncanteen,食堂,Canteens,,of-which,\n");
    write("districts/test/codes/town.csv", "code,zh,en\nhong,红镇,Hong\nlan,蓝镇,Lan\n");
    write("districts/test/district.yaml",
          "code: \"990101\"\ntitle: {zh: 测试区, en: Test}\nfull: {zh: 某市测试区, en: Test}\nareas: town\n"
          "years: {2020: {issued: 2021-10, issuers: [某局]}}\n");
  }

  /// Writes a file below the folder that holds catalog/ and districts/.
  void write(const std::string& name, const std::string& content) { folder_.write(name, content); }
  Home home() const { return {folder_.path()}; }
  const std::string& path() const { return folder_.path(); }

  Catalog load(Diagnostics& diagnostics) const { return load_catalog(home(), "test", diagnostics); }
  /// Its mistakes as "file:line:column code".
  std::vector<std::string> mistakes() const {
    Diagnostics diagnostics;
    load(diagnostics);
    return diagnosed(diagnostics);
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace zhiheng::catalog
