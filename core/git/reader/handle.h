// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <git2.h>

namespace studio::git::reader {

/// An object of libgit2 that is freed with its owner. `out()` is for the functions that make one.
///
///     Repository repository;
///     if (git_repository_open(repository.out(), path) < 0) …
template <typename T, void (*release)(T *)> class Handle final
{
public:
    Handle() = default;
    ~Handle() { release(m_object); }
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;

    [[nodiscard]] T *get() const { return m_object; }
    T **out() { return &m_object; }

private:
    T *m_object = nullptr;
};

using Repository = Handle<git_repository, git_repository_free>;
using TreeEntry = Handle<git_tree_entry, git_tree_entry_free>;
using Reference = Handle<git_reference, git_reference_free>;
using Object = Handle<git_object, git_object_free>;
using Blob = Handle<git_blob, git_blob_free>;
using Odb = Handle<git_odb, git_odb_free>;
using Index = Handle<git_index, git_index_free>;
using Diff = Handle<git_diff, git_diff_free>;

} // namespace studio::git::reader
