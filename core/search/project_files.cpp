// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/project_files.h"

#include "core/search/ripgrep.h"

#include <QCoreApplication>

namespace studio {

Task<QStringList> listProjectFiles(QString folder, std::stop_token stop)
{
    const auto listed = co_await runProcess(listFilesSpec(folder), stop);
    if (!listed) {
        if (listed.error().code == ErrorCode::Cancelled) {
            co_return std::unexpected(listed.error());
        }
        co_return fail(listed.error().code,
                       QCoreApplication::translate("studio::ProjectSearch",
                                                   "Could not list the files: %1 Install the package ripgrep.")
                           .arg(listed.error().message),
                       listed.error().detail);
    }
    co_return co_await onWorker([listing = listed->standardOutput]() -> Result<QStringList> {
        QStringList files;
        qsizetype from = 0;
        for (qsizetype end = listing.indexOf('\0'); end >= 0 && files.size() < maxProjectFiles;
             from = end + 1, end = listing.indexOf('\0', from)) {
            files << QString::fromUtf8(QByteArrayView(listing).sliced(from, end - from));
        }
        files.sort();
        return files;
    });
}

} // namespace studio
