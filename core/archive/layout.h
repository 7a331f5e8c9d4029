// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"
#include "core/archive/names.h"
#include "core/archive/posix.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace studio {

/// The folder that is being filled: made beside its destination under a name of its own, moved there as a whole at the
/// end, removed with all it holds otherwise. Holds only folders and regular files. Paths are as entryPath() gives them.
class Layout
{
public:
    Layout(QString destination, qint64 archiveBytes, const UnpackLimits &limits);
    ~Layout();
    Layout(const Layout &) = delete;
    Layout &operator=(const Layout &) = delete;

    /// FailedPrecondition: the destination holds something.
    Result<void> open();

    /// Takes a name for a file or a link that is to follow.
    Result<void> reserve(const std::string &path) { return m_names.addFile(path); }
    Result<void> makeFolder(const std::string &path);
    Result<void> beginFile(const std::string &path, bool executable);
    /// The next bytes of the file that was begun, at `offset`; what is skipped reads as zeros.
    Result<void> write(std::string_view bytes, qint64 offset);
    Result<void> endFile(qint64 size);
    Result<void> copyFile(const std::string &source, const std::string &path);

    [[nodiscard]] bool hasFile(const std::string &path) const;
    [[nodiscard]] std::vector<std::string> paths() const; ///< of all files so far, sorted
    Result<Unpacked> commit();

private:
    struct ByPath
    {
        using is_transparent = void;
        bool operator()(const auto &a, const auto &b) const { return pathOf(a) < pathOf(b); }
        static std::string_view pathOf(const auto &file)
        {
            if constexpr (requires { file.path; }) {
                return file.path;
            } else {
                return file;
            }
        }
    };
    struct File
    {
        std::string path;
        qint64 size = 0;
        bool executable = false;
    };

    Result<void> makeParents(const std::string &path);
    Result<void> charge(qint64 upTo);
    [[nodiscard]] std::string topFolder() const;
    [[nodiscard]] std::unexpected<Error> writeFailed(const std::string &path, int number) const;

    QString m_destination;
    std::string m_final;
    std::string m_temporary;
    UnpackLimits m_limits;
    qint64 m_archiveBytes;
    qint64 m_bytes = 0;
    FileDescriptor m_root;
    NameBook m_names;
    std::set<File, ByPath> m_files;
    std::set<std::string, std::less<>> m_folders;
    File m_current;
    FileDescriptor m_file;
};

} // namespace studio
