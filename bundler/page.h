#pragma once

// A page between reading and writing; only page_read.cpp and page_build.cpp look in here.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bundler/page_build.h"
#include "html/document.h"

namespace weft::bundler {

struct PageBuild::Page {
  explicit Page(std::string file) : path(std::move(file)) {}

  std::string path;
  std::unique_ptr<SourceText> source = {};
  std::unique_ptr<html::Document> document = {};
  std::string outfile = {};       // absolute
  std::string folder = {};        // of the output: what addresses are relative to
  std::string sourceFolder = {};  // what they were relative to; empty: addresses stay
  // By reference:
  std::vector<PageTarget> targets = {};
  std::vector<std::string> scripts = {};  // entries of the program
  std::string joined = {};                // of a self-contained page: the entry that has all of them
  uint32_t inlineModules = 0;
};

}  // namespace weft::bundler
