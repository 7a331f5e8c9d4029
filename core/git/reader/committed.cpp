// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/reader/committed.h"

#include "core/git/reader/repository.h"

#include <algorithm>

namespace studio::git::reader {

namespace {

/// Whether the file's attributes want a program between what is stored and what is in the folder.
bool hasFilter(git_repository *repository, const std::string &relative)
{
    const char *value = nullptr;
    return git_attr_get(&value, repository, GIT_ATTR_CHECK_FILE_THEN_INDEX, relative.c_str(), "filter") == 0 &&
           git_attr_value(value) != GIT_ATTR_VALUE_UNSPECIFIED && git_attr_value(value) != GIT_ATTR_VALUE_FALSE;
}

/// False where the object cannot be read. The size is looked at first, because an object is unpacked whole.
bool readBlob(git_repository *repository, const git_oid &id, size_t maxBytes, std::optional<std::string> &bytes)
{
    Odb odb;
    size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    Blob blob;
    if (git_repository_odb(odb.out(), repository) < 0 || git_odb_read_header(&size, &type, odb.get(), &id) < 0) {
        return false;
    }
    if (type != GIT_OBJECT_BLOB || size > maxBytes) {
        return true;
    }
    if (git_blob_lookup(blob.out(), repository, &id) < 0) {
        return false;
    }
    bytes.emplace(static_cast<const char *>(git_blob_rawcontent(blob.get())),
                  static_cast<size_t>(git_blob_rawsize(blob.get())));
    return bytes->size() <= maxBytes;
}

} // namespace

/// A commit writes the branch's file, or all of them into one, and the index; a checkout writes HEAD.
std::vector<std::string> watchedFolders(git_repository *repository)
{
    const std::string own = resolved(git_repository_path(repository));
    const std::string common = resolved(git_repository_commondir(repository));
    std::vector<std::string> folders{own, common, common + "/refs/heads"};
    Reference head;
    if (git_reference_lookup(head.out(), repository, "HEAD") == 0 &&
        git_reference_type(head.get()) == GIT_REFERENCE_SYMBOLIC) {
        folders.push_back(parentOf(common + '/' + git_reference_symbolic_target(head.get())));
    }
    std::ranges::sort(folders);
    folders.erase(std::ranges::unique(folders).begin(), folders.end());
    return folders;
}

std::optional<Committed> readCommitted(const std::string &path, size_t maxBytes)
{
    Repository repository;
    const std::string folder = resolved(parentOf(path));
    if (folder.empty() || !openRepository(repository, folder)) {
        return std::nullopt;
    }
    Committed file{.bytes = {}, .watched = watchedFolders(repository.get())};
    // The file itself may be a link, and is one for git too.
    const std::string relative = relativeTo(repository, folder + path.substr(path.rfind('/')));
    Reference head;
    Object tree;
    TreeEntry entry;
    if (relative.empty() || git_repository_head(head.out(), repository.get()) < 0) {
        return file; // there is no commit yet
    }
    if (git_reference_peel(tree.out(), head.get(), GIT_OBJECT_TREE) < 0) {
        return std::nullopt;
    }
    if (git_tree_entry_bypath(entry.out(), reinterpret_cast<git_tree *>(tree.get()), relative.c_str()) < 0) {
        return file;
    }
    const git_filemode_t mode = git_tree_entry_filemode(entry.get());
    const bool isFile = mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
    if (!isFile || hasFilter(repository.get(), relative)) {
        return file;
    }
    return readBlob(repository.get(), *git_tree_entry_id(entry.get()), maxBytes, file.bytes) ? std::optional(file)
                                                                                             : std::nullopt;
}

} // namespace studio::git::reader
