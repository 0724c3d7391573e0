#pragma once
// bcrypt: a slow hash of passwords over Blowfish (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999).

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace weft::runtime {

constexpr int kLeastBcryptCost = 4, kMostBcryptCost = 31;
constexpr size_t kBcryptSaltSize = 16;
/// Of a password, bcrypt sees no more bytes than these.
constexpr size_t kMostBcryptPassword = 72;

/// A hash as it is stored: `$2b$10$`, 22 characters of salt, 31 of the hash.
struct BcryptHash {
  int cost;
  std::array<uint8_t, kBcryptSaltSize> salt;
  std::array<uint8_t, 23> digest;
};
std::optional<BcryptHash> parseBcrypt(std::string_view text);
std::string formatBcrypt(const BcryptHash&);

/// The hash of at most kMostBcryptPassword bytes. Takes 2^cost steps.
void bcrypt(std::span<const uint8_t> password, BcryptHash&);

}  // namespace weft::runtime
