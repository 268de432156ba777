#include "cli/command.h"

int main(int argc, char** argv) { return zhiheng::cli::main(argc, argv); }
