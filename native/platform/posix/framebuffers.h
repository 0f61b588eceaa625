#pragma once

#include <string>
#include <vector>

namespace framelatch::posix {

// The screens that X servers of this machine keep in files: `Xvfb … -fbdir FOLDER` names `FOLDER/Xvfb_screen<n>`. From
// the command lines of processes that this user may read.
std::vector<std::string> ListFramebuffers();

}  // namespace framelatch::posix
