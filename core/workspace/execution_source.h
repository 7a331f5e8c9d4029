// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/workspace/version_source.h"

namespace studio {

/// The archive of the sources that a call ran: of its version, or of the draft or a version that has the same. Main
/// thread; `service` must outlive it. FailedPrecondition: nobody has kept them (the draft was saved again, or what ran
/// was being written). NotFound: the version is gone, or its archive.
Task<CodeArchive> executionCode(ComputeService *service, Execution execution);

/// Those sources, unpacked for reading below `cache`, where the last ones stay: the folder, in which isVersionSource()
/// is true of each file. Errors of executionCode() and unpackArchive(). Cancelled when the service goes.
Task<QString> unpackExecutionCode(ComputeService *service, Execution execution, QString cache);

/// The same of an archive that is at hand. Blocks: worker, where it is large.
Result<QString> unpackCodeForReading(const QString &archive, const Execution &execution, const QString &cache);

/// The file in such a folder that a panic or a line of a log names, or, without a name, the one with the handler.
/// NotFound: it is not among them. Blocks shortly.
Result<QString> sourceFileIn(const QString &folder, const QString &name);

/// A place in a source file that is named in a text, as src/lib.rs:12:5.
struct SourcePlace
{
    QString file;
    int line = 0;   ///< from 1
    int column = 0; ///< likewise; 0 where it is not told

    bool operator==(const SourcePlace &) const = default;
};
/// The first that a text names; nothing where it names none.
std::optional<SourcePlace> sourcePlaceIn(const QString &text);

} // namespace studio
