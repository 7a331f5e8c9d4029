// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/model/compile_timing.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>

#include <optional>

namespace studio {

class Workspace;

/// One compile of an app, as it is remembered. A plain value.
struct CompileRecord
{
    qint64 timeMs = 0; ///< when it ended, since the epoch
    RustTarget target = RustTarget::Native;
    Profile profile = Profile::Dev;
    bool isGood = false;
    double compileMs = 0;
    double answerMs = 0; ///< from Run, or from the change that Watch saw, to the first answer; 0 where none followed
    qint64 artifactBytes = 0; ///< of a good one
    int units = 0;            ///< that were compiled anew
    int version = 0;          ///< that it was published as; 0 for none
    QString commit;           ///< that was checked out; empty where the project is in no repository

    bool operator==(const CompileRecord &) const = default;
};

/// The last compiles of the project that is open, the newest last, and what took the time in the last one. They are
/// kept in a file for each project folder, which is read as anything from outside is: a damaged one is set aside. Main
/// thread; files are read and written on a worker.
class CompileHistory : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype maxRecords = 100;

    /// `workspace` must outlive it. `place`: the folder of the files; empty to keep none.
    CompileHistory(Workspace *workspace, QString place, QObject *parent = nullptr);
    ~CompileHistory() override; ///< waits until all is written

    [[nodiscard]] const QList<CompileRecord> &records() const { return m_records; }
    [[nodiscard]] const CompileTiming &last() const
    {
        return m_last;
    } ///< of this window; without steps before the first
    /// What tells the newest compile of this window from all others; 0 before the first of the project.
    [[nodiscard]] int newest() const { return m_taken > m_takenBefore ? m_taken : 0; }
    void setVersion(int compile, int number); ///< what newest() told was published as this

Q_SIGNALS:
    void changed();

private:
    void load();
    void take(const CompileTiming &timing);
    void takeAnswer(qint64 compiledAtMs);
    void takeCommit(int compile);
    [[nodiscard]] CompileRecord *record(int compile); ///< null where it is not there any more
    void write();

    Workspace *m_workspace;
    QString m_place;
    QString m_file; ///< of the project; empty where none is open
    QList<CompileRecord> m_records;
    CompileTiming m_last;
    QElapsedTimer m_begun;  ///< of the Run whose answer is waited for
    bool m_isRun = false;   ///< what is compiled is to be run
    int m_taken = 0;        ///< compiles of this window
    int m_loading = 0;      ///< of the file; the same one may be read twice
    int m_takenBefore = 0;  ///< of them, before this project was opened
    int m_answerWanted = 0; ///< the compile; 0 for none
    QString m_folder;
    QThreadPool m_worker; ///< one thread: the newest is written last
};

/// For the file. What is no record is a failure of the reader.
Json toJson(const QList<CompileRecord> &records);
QList<CompileRecord> compileRecordsFrom(const JsonReader &document);

} // namespace studio
