#include "base/build_id.h"

#include <elf.h>
#include <link.h>

#include <cstring>

namespace weft {

namespace {

std::string hexOf(const unsigned char* bytes, size_t size) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (size_t i = 0; i < size; ++i) {
    out.push_back(kDigits[bytes[i] >> 4]);
    out.push_back(kDigits[bytes[i] & 15]);
  }
  return out;
}

/// The notes of one segment: header, name and description, each padded to 4 bytes.
std::string idIn(const char* at, size_t size) {
  auto padded = [](size_t length) { return (length + 3) & ~size_t{3}; };
  while (size >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, at, sizeof note);
    size_t whole = sizeof note + padded(note.n_namesz) + padded(note.n_descsz);
    if (whole > size) return {};
    bool isId = note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && std::memcmp(at + sizeof note, "GNU", 4) == 0;
    if (isId)
      return hexOf(reinterpret_cast<const unsigned char*>(at) + sizeof note + padded(note.n_namesz), note.n_descsz);
    at += whole;
    size -= whole;
  }
  return {};
}

int visit(dl_phdr_info* object, size_t, void* result) {
  auto& id = *static_cast<std::string*>(result);
  for (int i = 0; i < object->dlpi_phnum && id.empty(); ++i) {
    const ElfW(Phdr)& header = object->dlpi_phdr[i];
    if (header.p_type == PT_NOTE)
      id = idIn(reinterpret_cast<const char*>(object->dlpi_addr + header.p_vaddr), header.p_memsz);
  }
  return 1;  // the first object is the program
}

}  // namespace

std::string buildId() {
  std::string id;
  dl_iterate_phdr(visit, &id);
  return id;
}

}  // namespace weft
