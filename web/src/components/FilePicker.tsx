import { CameraOutlined, PaperClipOutlined } from '@ant-design/icons';
import { Alert, Button, Upload, type UploadFile } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { EvidenceView } from '../../../src/ledger/ledger.contract.js';
import { ApiProblem, call, newKey } from '../api/client.js';
import { useSay } from '../i18n.js';
import { usePreferences } from '../shell/preferences.js';
import { Refusal } from './Refusal.js';

export interface Attached {
  hash: string;
  name: string;
}

interface Wish {
  id?: string;
  value?: Attached[];
  onChange?: (value: Attached[]) => void;
  /** Photos of the place or of a paper: a phone offers its camera first. */
  camera?: boolean;
  /** How many files are not up yet. */
  onUploading?: (files: number) => void;
}

/**
 * Photos and documents as evidence: the file goes up at once, the form keeps its content hash. What could not be sent stays
 * in the list and goes up by itself when the connection is back; what was refused says why.
 */
export function FilePicker({ id, value = [], onChange, camera, onUploading }: Wish) {
  const { say } = useSay();
  const { phone } = usePreferences();
  const [files, setFiles] = useState<UploadFile<EvidenceView>[]>(() =>
    value.map((file) => ({ uid: file.hash, name: file.name, status: 'done' as const })),
  );
  const [refused, setRefused] = useState<ApiProblem | null>(null);
  const list = useRef(files);
  const show = (next: UploadFile<EvidenceView>[]): void => {
    list.current = next;
    setFiles(next);
    onUploading?.(next.filter((file) => file.status !== 'done').length);
    onChange?.(
      next
        .filter((file) => file.status === 'done')
        .map((file) => ({ hash: file.response?.hash ?? file.uid, name: file.name })),
    );
  };
  const change = (uid: string, to: Partial<UploadFile<EvidenceView>>): void =>
    show(list.current.map((file) => (file.uid === uid ? { ...file, ...to } : file)));
  const send = async (file: UploadFile<EvidenceView>): Promise<void> => {
    if (!file.originFileObj) return;
    const form = new FormData();
    form.append('file', file.originFileObj, file.name);
    change(file.uid, { status: 'uploading', percent: 30 });
    try {
      const stored = await call<EvidenceView>('/api/evidence', { method: 'POST', file: form, key: newKey() });
      change(file.uid, { status: 'done', percent: 100, response: stored });
    } catch (error) {
      if (error instanceof ApiProblem && !error.unknownOutcome) {
        show(list.current.filter((one) => one.uid !== file.uid));
        setRefused(error);
      } else change(file.uid, { status: 'error' });
    }
  };
  const waiting = files.filter((file) => file.status === 'error');
  const again = (): void => {
    for (const file of list.current) if (file.status === 'error') void send(file);
  };
  const retry = useRef(again);
  retry.current = again;
  // One listener for good: one that is exchanged while the page hears of the network would not be called.
  useEffect(() => {
    const listen = (): void => retry.current();
    window.addEventListener('online', listen);
    return () => window.removeEventListener('online', listen);
  }, []);
  const common = {
    multiple: true,
    beforeUpload: (file: UploadFile<EvidenceView>) => {
      setRefused(null);
      const line = { uid: file.uid, name: file.name, originFileObj: file as never, status: 'uploading' as const };
      show([...list.current, line]);
      void send(line);
      return false;
    },
  };
  return (
    <>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        {camera && phone ? (
          <Upload {...common} accept="image/*" capture="environment" showUploadList={false}>
            <Button icon={<CameraOutlined />}>{say('pick.camera')}</Button>
          </Upload>
        ) : null}
        <Upload
          {...common}
          id={id}
          accept={camera ? 'image/*,application/pdf' : undefined}
          listType="picture"
          fileList={files}
          onRemove={(gone) => show(list.current.filter((file) => file.uid !== gone.uid))}
        >
          <Button icon={<PaperClipOutlined />} type="dashed">
            {say(camera && !phone ? 'pick.photo' : 'pick.file')}
          </Button>
        </Upload>
      </div>
      <Refusal problem={refused} />
      {waiting.length ? (
        <Alert
          type="warning"
          showIcon
          style={{ marginTop: 8 }}
          title={say('pick.waiting', { n: waiting.length })}
          action={
            <Button size="small" onClick={again}>
              {say('common.retry')}
            </Button>
          }
        />
      ) : null}
    </>
  );
}
