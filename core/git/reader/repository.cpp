// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/reader/repository.h"

#include <cstdlib>

namespace studio::git::reader {

namespace {

/// Whether another repository has `files` as the folder of a submodule.
bool isSubmodule(const std::string &files)
{
    Repository outer;
    Index index;
    if (git_repository_open_ext(outer.out(), parentOf(files).c_str(), 0, nullptr) < 0 ||
        !git_repository_workdir(outer.get()) || git_repository_index(index.out(), outer.get()) < 0) {
        return false;
    }
    const git_index_entry *const entry = git_index_get_bypath(index.get(), relativeTo(outer, files).c_str(), 0);
    return entry && entry->mode == GIT_FILEMODE_COMMIT;
}

} // namespace

bool openRepository(Repository &repository, const std::string &folder)
{
    if (git_repository_open_ext(repository.out(), folder.c_str(), 0, nullptr) < 0 ||
        git_repository_is_bare(repository.get()) != 0 || !git_repository_workdir(repository.get())) {
        return false;
    }
    return git_repository_is_worktree(repository.get()) != 0 || !isSubmodule(filesOf(repository));
}

std::string parentOf(const std::string &path)
{
    const size_t slash = path.rfind('/');
    return slash == std::string::npos || slash == 0 ? "/" : path.substr(0, slash);
}

std::string resolved(const std::string &path)
{
    char *const found = realpath(path.c_str(), nullptr);
    std::string result = found ? found : "";
    std::free(found);
    return result;
}

std::string filesOf(const Repository &repository)
{
    return resolved(git_repository_workdir(repository.get()));
}

std::string relativeTo(const Repository &repository, const std::string &path)
{
    const std::string folder = filesOf(repository);
    const std::string start = folder == "/" ? folder : folder + '/';
    return !folder.empty() && path.starts_with(start) ? path.substr(start.size()) : std::string();
}

} // namespace studio::git::reader
