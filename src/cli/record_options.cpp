#include "cli/record_options.h"

namespace zhiheng::cli {

void add_record_options(CLI::App& command, views::RecordArguments& arguments) {
  command.add_option("--workspace", arguments.workspace,
                     "工作区文件夹 folder of the workspace; also $ZHIHENG_WORKSPACE (workspace)");
  command.add_option("--store", arguments.store,
                     "PostgreSQL 数据库，代替工作区 database instead of a workspace: postgresql://…; also "
                     "$ZHIHENG_STORE");
  command.add_option("--district", arguments.district,
                     "地区；新建工作区时必填 district; needed for a new workspace");
}

}  // namespace zhiheng::cli
