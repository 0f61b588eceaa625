#include <gtest/gtest.h>

#include "setup/file_list.h"
#include "setup/path_text.h"

namespace framelatch::setup {
namespace {

constexpr std::wstring_view kFolder = L"C:\\Users\\a\\AppData\\Local\\Programs\\Framelatch\\bin";

// As Windows does for the one variable of these tests.
std::wstring Expanded(std::wstring_view entry) {
  constexpr std::wstring_view kVariable = L"%LOCALAPPDATA%";
  std::wstring text(entry);
  const size_t at = text.find(kVariable);
  if (at != std::wstring::npos) text.replace(at, kVariable.size(), L"C:\\Users\\a\\AppData\\Local");
  return text;
}

std::optional<std::wstring> With(std::wstring_view path) { return WithFolder(path, kFolder, Expanded); }
std::optional<std::wstring> Without(std::wstring_view path) { return WithoutFolder(path, kFolder, Expanded); }

TEST(SetupPath, TheFolderIsAddedAtTheEndAndEveryPathComesBackAsItWas) {
  std::wstring longest = L"%SystemRoot%\\x";
  while (longest.size() < 3000) longest += L";D:\\tools\\\u00e4\u4e2d" + std::to_wstring(longest.size());
  for (const std::wstring& path :
       {std::wstring(), std::wstring(L"C:\\a"), std::wstring(L"C:\\a;"), std::wstring(L";;C:\\a;;"),
        std::wstring(L"\"C:\\a b\";%X%"), std::wstring(L"C:\\framelatch\\bin"), longest}) {
    const auto with = With(path);
    ASSERT_TRUE(with.has_value());
    EXPECT_EQ(*with, path + L";" + std::wstring(kFolder));
    EXPECT_EQ(Without(*with), path);
    EXPECT_FALSE(With(*with).has_value()) << "added once";
    EXPECT_FALSE(Without(path).has_value()) << "nothing to remove";
  }
}

TEST(SetupPath, AnEntryIsTheFoldersInEverySpelling) {
  for (const std::wstring_view spelling :
       {L"c:\\users\\A\\appdata\\local\\PROGRAMS\\framelatch\\bin", L"%LOCALAPPDATA%\\Programs\\Framelatch\\bin\\",
        L"\"C:\\Users\\a\\AppData\\Local\\Programs\\Framelatch\\bin\""}) {
    EXPECT_FALSE(With(L"C:\\a;" + std::wstring(spelling) + L";C:\\b").has_value());
    EXPECT_EQ(Without(L"C:\\a;" + std::wstring(spelling) + L";C:\\b"), L"C:\\a;C:\\b");
  }
}

TEST(SetupPath, AFolderThatAUserHasMovedGoesWithOneSemicolon) {
  const std::wstring folder(kFolder);
  EXPECT_EQ(Without(folder), L"");
  EXPECT_EQ(Without(folder + L";C:\\a"), L"C:\\a");
  EXPECT_EQ(Without(folder + L";C:\\a;" + folder), folder + L";C:\\a") << "ours is the last one";
}

TEST(SetupFileList, EachLineIsAPathWhateverEndsIt) {
  EXPECT_EQ(ParseFileList("Framelatch.exe\r\nlocales/ko.pak\n\r\nlast"),
            (std::vector<std::string>{"Framelatch.exe", "locales/ko.pak", "last"}));
  EXPECT_EQ(ParseFileList(""), std::vector<std::string>());
  EXPECT_EQ(ParseFileList(FormatFileList({"a", "b/c"})), (std::vector<std::string>{"a", "b/c"}));
}

TEST(SetupFileList, WhatLeadsOutOfTheFolderIsNoList) {
  for (const std::string_view path : {"../a", "a/../../b", "a/..", "C:a", "C:/a", "/a", "//server/a", "\\\\server\\a",
                                      "a\\..\\b", ".", "a//b", "a/"}) {
    EXPECT_FALSE(ParseFileList("fine\r\n" + std::string(path) + "\r\n").has_value()) << path;
  }
}

TEST(SetupFileList, FoldersComeBeforeTheOnesThatTheyLieIn) {
  EXPECT_EQ(FoldersOf({"a/b/c.txt", "a/d.txt", "e.txt", "a/b/f/g"}), (std::vector<std::string>{"a/b/f", "a/b", "a"}));
  EXPECT_EQ(Union({"a", "b"}, {"b", "c"}), (std::vector<std::string>{"a", "b", "c"}));
}

}  // namespace
}  // namespace framelatch::setup
