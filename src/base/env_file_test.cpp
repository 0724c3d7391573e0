#include "base/env_file.h"

#include <catch2/catch.hpp>

using namespace weft;

namespace {

std::string described(std::string_view text) {
  std::string out;
  for (const EnvVariable& it : parseEnvFile(text)) out += it.name + "=[" + it.value + "]";
  return out;
}

}  // namespace

TEST_CASE("lines of a .env file") {
  struct Case {
    const char* text;
    const char* variables;
  };
  for (const Case& it : {Case{"A=1\nB = two words # comment\n", "A=[1]B=[two words]"},
                         {"# A=1\n\n  C=\n=x\nD", "C=[]"},
                         {"export A=1\nexportB=2", "A=[1]exportB=[2]"},
                         {"A=\"x\\ny # z\" rest\nB='x\\ny'\nC=`'\"`", "A=[x\ny # z]B=[x\\ny]C=['\"]"},
                         {"A=\"two\nlines\"\r\nB=1\r\n", "A=[two\nlines]B=[1]"},
                         {"A=\"open\nB=2", "A=[\"open]B=[2]"},
                         {"A=b=c\nA=d", "A=[b=c]A=[d]"},
                         {"", ""}})
    CHECK(described(it.text) == it.variables);
}

TEST_CASE("references in values are expanded once") {
  auto lookup = [](std::string_view name) -> std::string { return name == "A" ? "a$A" : ""; };
  struct Case {
    const char* value;
    const char* expanded;
  };
  for (const Case& it : {Case{"$A", "a$A"},
                         {"x${A}y", "xa$Ay"},
                         {"${B:-z}${B}", "z"},
                         {"\\$A $", "$A $"},
                         {"${A", "${A"},
                         {"${A!}", "${A!}"},
                         {"$1x", ""}})
    CHECK(expandEnvValue(it.value, lookup) == it.expanded);
}
