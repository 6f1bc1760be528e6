// KICS calls a query by a UUID in its comments and settings, and by a name in its documentation. Rules carry the names.
// https://docs.kics.io/latest/queries/all-queries/

/** The name of a query; undefined for what is none. */
export function kicsQuery(id: string): string | undefined {
  names ??= new Map(
    table
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [name = '', ...ids] = line.split(' ');
        return ids.map((one) => [one, name] as const);
      }),
  );
  return names.get(id);
}

let names: ReadonlyMap<string, string> | undefined;

/** Name, then the ids under which it is known for each platform; those of secrets are of one query each. */
const table = `
add_instead_of_copy 9513a694-aa0d-41d8-be61-3271e056f36b
always_admit_admission_control_plugin_set ce30e584-b33f-4c7d-b418-a3d7027f8f60
always_pull_images_admission_control_plugin_not_set a77f4d07-c6e0-4a48-8b35-0eeb51576f4f
anonymous_auth_is_not_set_to_false 1de5cc51-f376-4638-a940-20f2e85ae238
apk_add_using_local_cache_path ae9c56a6-3ed1-4ac0-9b54-31267f51151d
apt_get_install_lists_were_not_deleted df746b39-6564-4fed-bf85-e9c44382303c
apt_get_install_pin_version_not_defined 965a08d7-ef86-4f14-8792-4a3b2098937e
apt_get_missing_flags_to_avoid_manual_input 77783205-c4ca-4f80-bb80-c777f267c547
apt_get_not_avoiding_additional_packages 7384dfb2-fcd1-4fbf-91cd-6c44c318c33c
audit_log_maxage_not_properly_set da9f3aa8-fbfb-472f-b5a1-576127944218
audit_log_maxbackup_not_properly_set 768aab52-2504-4a2f-a3e3-329d5a679848
audit_log_maxsize_not_properly_set 35c0a471-f7c8-4993-aa2c-503a3c712a66
audit_log_path_not_set 73e251f0-363d-4e53-86e2-0a93592437eb
audit_policy_file_not_defined 13a49a2e-488e-4309-a7c0-d6b05577a5fb
audit_policy_not_cover_key_security_concerns 1828a670-5957-4bc5-9974-47da228f75e2
authorization_mode_node_not_set 4d7ee40f-fc5d-427d-8cac-dffbe22d42d1
authorization_mode_rbac_not_set 1aa4a1ae-5dbb-48a1-9aa2-630ea4be208e
authorization_mode_set_to_always_allow f1f4d8da-1ac4-47d0-b1aa-91e69d33f7d5
auto_tls_set_to_true 98ce8b81-7707-4734-aa39-627c6db3d84b
basic_auth_file_is_set 5da47109-f8d6-4585-9e2b-96a8958a12f5
bind_address_not_properly_set 46a2e9ec-6a5f-4faa-9d39-4ea44d5d87a2
cgroup_not_default 4d9f44c6-2f4a-4317-9bb5-267adbea0232
changing_default_shell_using_run_command 8a301064-c291-4b20-adcb-403fe7fd95fd
chown_flag_exists aa93e17f-b6db-4162-9334-c70334e7ac28
client_certificate_authentication_not_setup_properly e0e00aba-5f1c-4981-a542-9a9563c0ee20
cluster_admin_role_binding_with_super_user_permissions 249328b8-5f0f-409f-b1dd-029f07882e11
cluster_allows_unsafe_sysctls 9127f0d9-2310-42e7-866f-5fd9d20dcbad
cni_plugin_does_not_support_network_policies 03aabc8c-35d6-481e-9c85-20139cf72d23
container_capabilities_unrestricted ce76b7d0-9e77-464d-b86f-c5c48e03e22d
container_is_privileged dd29336b-fe57-445b-a26e-e6aa867ae609
container_runs_unmasked f922827f-aab6-447c-832a-e1ff63312bd3
container_traffic_not_bound_to_host_interface 451d79dc-0588-476a-ad03-3c7f0320abb3
containers_run_with_low_uid 02323c00-cdc3-4fdc-a310-4f2b3e7a1660
containers_running_as_root cf34805e-3872-4c08-bf92-6ff7bb0cfadb
containers_with_added_capabilities 19ebaa28-fc86-4a58-bcfa-015c9e22fe40
containers_with_sys_admin_capabilities 235236ee-ad78-4065-bd29-61b061f28ce0
copy_from_references_current_from_alias cdddb86f-95f6-4fc4-b5a1-483d9afceb2b
copy_with_more_than_two_arguments_not_ending_with_slash 6db6e0c2-32a3-4a2e-93b5-72c35f4119db
cpu_limits_not_set 4ac0e2b7-d2d2-4af7-8799-e8de6721ccda
cpu_requests_not_set ca469dd4-c736-448f-8ac1-30a642705e0a
cpus_not_limited 6b610c50-99fb-4ef0-a5f3-e312fd945bc3
cronjob_deadline_not_configured 192fe40b-b1c3-448a-aba2-6cc19a300fe3
curl_or_wget_instead_of_add 4b410d24-1cbe-4430-a632-62c9a931cf1c
dashboard_is_enabled d2ad057f-0928-41ef-a83c-f59203bb855b
default_seccomp_profile_disabled 404fde2c-bc4b-4371-9747-7054132ac953
deployment_has_no_pod_anti_affinity a31b7b82-d994-48c4-bd21-3bab6c31827a
deployment_without_pod_disruption_budget b23e9b98-0cb6-4fc9-b257-1f3270442678
docker_daemon_socket_is_exposed_to_containers a6f34658-fdfb-4154-9536-56d516f65828
docker_socket_mounted_in_container d6355c88-1e8d-49e9-b2f2-f8a1ca12c75b
encryption_provider_config_is_not_defined cbd2db69-0b21-4c14-8a40-7710a50571a9
encryption_provider_not_properly_configured 10efce34-5af6-4d83-b414-9e096d5a06a9
ensure_administrative_boundaries_between_resources e84eaf4d-2f45-47b2-abe8-e581b06deb66
etcd_client_certificate_authentication_set_to_false 9391103a-d8d7-4671-ac5d-606ba7ccb0ac
etcd_client_certificate_file_not_defined 3f5ff8a7-5ad6-4d02-86f5-666307da1b20
etcd_peer_client_certificate_authentication_set_to_false b7d0181d-0a9b-4611-9d1c-1ad4f0b620ff
etcd_peer_tls_certificate_files_not_properly_set 09bb9e96-8da3-4736-b89a-b36814acca60
etcd_tls_certificate_files_not_properly_set 075ca296-6768-4322-aea2-ba5063b969a9
etcd_tls_certificate_not_properly_configured 895a5a95-3756-4b04-9924-2f3bc93181bd
event_rate_limit_admission_control_plugin_not_set e0099af2-fe17-411f-9991-0de28fe15f3c
exposing_port_22 5907595b-5b6d-4142-b173-dbb0e73fbff8
gem_install_without_version 22cd11f7-9c6c-4f6e-84c0-02058120b341
healthcheck_instruction_missing b03a748a-542d-44f4-bb86-9199ab4fd2d5
healthcheck_not_set 698ed579-b239-4f8f-a388-baa4bcb13ef8
host_namespace_is_shared 4f31dd9f-2cc3-4751-9b53-67e4af83dac0
hpa_targeted_deployments_with_configured_replica_count 5744cbb8-5946-4b75-a196-ade44449525b
hpa_targets_invalid_object 2f652c42-619d-4361-b361-9f599688f8ca
image_policy_webhook_admission_control_plugin_not_set 14abda69-8e91-4acb-9931-76e2bee90284
image_pull_policy_of_container_is_not_always caa3479d-885d-4882-9aac-95e5e78ef5c2
image_version_not_explicit 9efb0b2d-89c9-41a3-91ca-dcc0aec911fd
image_version_using_latest f45ea400-6bbe-4501-9fc7-1c3d75c32067
image_without_digest 7c81d34c-8e5a-402b-9798-9f442630e678
incorrect_volume_claim_access_mode_read_write_once 3878dc92-8e5d-47cf-9cdd-7590f71d21b9
ingress_controller_exposes_workload 69bbc5e3-0818-4150-89cc-1e989b48f23b
insecure_bind_address_set b9380fd3-5ffe-4d10-9290-13e18e71eee1
insecure_port_not_properly_set fa4def8c-1898-4a35-a139-7b76b1acdef0
invalid_image 583053b7-e632-46f0-b989-f81ff8045385
kubelet_certificate_authority_not_set ec18a0d3-0069-4a58-a7fb-fbfe0b4bbbe0
kubelet_client_certificate_or_key_not_set 36a27826-1bf5-49da-aeb0-a60a30c0e834
kubelet_client_periodic_certificate_switch_disabled 52d70f2e-3257-474c-b3dc-8ad9ba6a061a
kubelet_event_qps_not_properly_set 1a07a446-8e61-4e4d-bc16-b0781fcb8211
kubelet_hostname_override_is_set bf36b900-b5ef-4828-adb7-70eb543b7cfb
kubelet_https_set_to_false cdc8b54e-6b16-4538-a1b0-35849dbe29cf
kubelet_not_managing_ip_tables 5f89001f-6dd9-49ff-9b15-d8cd71b617f4
kubelet_protect_kernel_defaults_set_to_false 6cf42c97-facd-4fda-b8af-ea4529123355
kubelet_read_only_port_is_not_set_to_zero 2940d48a-dc5e-4178-a3f8-bfbd80720b41
kubelet_streaming_connection_timeout_disabled ed89b97d-04e9-4fd4-919f-ee5b27e555e9
last_user_is_root 67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae
liveness_probe_is_not_defined ade74944-a674-4e00-859e-c6eab5bde441
maintainer_instruction_being_used 99614418-f82b-4852-a9ae-5051402b741c
memory_limits_not_defined b14d1bc4-a208-45db-92f0-e21f8e2588e9
memory_not_limited bb9ac4f7-e13b-423d-a010-c74a1bfbe492
memory_requests_not_defined 229588ef-8fde-40c8-8756-f4f2b5825ded
metadata_label_is_invalid 1123031a-f921-4c5b-bd86-ef354ecfd37a
missing_app_armor_config 8b36775e-183d-4d46-b0f7-96a6f34a723f
missing_dnf_clean_all 295acb63-9246-4b21-b441-7c1f1fb62dc0
missing_flag_from_dnf_install 7ebd323c-31b7-4e5b-b26f-de5e9e477af8
missing_user_instruction fd54f200-402c-4333-a5a4-36ef6709af2f
missing_version_specification_in_dnf_install 93d88cf7-f078-46a8-8ddc-178e03aeacf1
missing_zypper_clean 38300d1a-feb2-4a48-936a-d1ef1cd24313
missing_zypper_non_interactive_switch 45e1fca5-f90e-465d-825f-c2cb63fa3944
multiple_cmd_instructions_listed 41c195f4-fc31-4a5c-8a1b-90605538d49f
multiple_entrypoint_instructions_listed 6938958b-3f1a-451c-909b-baeee14bdc97
multiple_run_add_copy_instructions_listed 0008c003-79aa-42d8-95b8-1c2fe37dbfe6
namespace_lifecycle_admission_control_plugin_disabled 1ffe7bf7-563b-4b3d-a71d-ba6bd8d49b37
net_raw_capabilities_disabled_for_psp 2270987f-bb51-479f-b8be-3ca73e5ad648
net_raw_capabilities_not_being_dropped dbbc6705-d541-43b0-b166-dd4be8208b54
network_policy_is_not_targeting_any_pod 85ab1c5b-014e-4352-b5f8-d7dea3bb4fd3
no_drop_capabilities_for_containers 268ca686-7fb7-4ae9-b129-955a2a89064e
no_new_privileges_not_set 27fcc7d6-c49b-46e0-98f1-6c082a6a2750
node_restriction_admission_control_plugin_not_set 33fc6923-6553-4fe6-9d3a-4efa51eb874b
non_kube_system_pod_with_host_mount aa8f7a35-9923-4cad-bd61-a19b7f6aac91
not_limited_capabilities_for_pod_security_policy caa93370-791f-4fc6-814b-ba6ce0cb4032
not_unique_certificate_authority cb7e695d-6a85-495c-b15f-23aed2519303
not_using_json_in_cmd_and_entrypoint_arguments b86987e1-6397-4619-81d5-8807f2387c79
npm_install_without_pinned_version e36d8880-3f78-4546-b9a1-12f0745ca0d5
object_is_using_a_deprecated_api_version 94b76ea5-e074-4ca2-8a03-c5a606e30645
peer_auto_tls_set_to_true ae8827e2-4af9-4baa-9998-87539ae0d6f0
permissive_access_to_create_pods 592ad21d-ad9b-46c6-8d2d-fad09d62a942
pids_limit_not_set 221e0658-cb2a-44e3-b08a-db96a341d6fa
pip_install_keeping_cached_packages f2f903fb-b977-461e-98d7-b3e2185c6118
pod_misconfigured_network_policy 0401f71b-9c1e-4821-ab15-a955caa621be
pod_or_container_without_limit_range 4a20ebac-1060-4c81-95d1-1f7f620e983b
pod_or_container_without_resource_quota 48a5beba-e4c0-4584-a2aa-e6894e4cf424
pod_or_container_without_security_context a97a340a-0063-418e-b3a1-3028941d0995
pod_security_policy_admission_control_plugin_not_set afa36afb-39fe-4d94-b9b6-afb236f7a03d
privilege_escalation_allowed 5572cc5e-1e4c-4113-92a6-7a8a3bd25e6d
privileged_containers_enabled ae5b6871-7f45-42e0-bb4c-ab300c4d2026
privileged_ports_mapped_in_container bc2908f3-f73c-40a9-8793-c1b7d5544f79
profiling_not_set_to_false 2f491173-6375-4a84-b28e-a4e2b9a58a69
psp_allows_privilege_escalation 87554eef-154d-411d-bdce-9dbd91e56851
psp_allows_sharing_host_ipc 80f93444-b240-4ebb-a4c6-5c40b76c04ea
psp_allows_sharing_host_pid 91dacd0e-d189-4a9c-8272-5999a3cc32d9
psp_containers_share_host_network_namespace a33e9173-b674-4dfb-9d82-cf3754816e4b
psp_set_to_privileged c48e57d3-d642-4e0b-90db-37f807b41b91
psp_with_added_capabilities 7307579a-3abb-46ad-9ce5-2a915634d5c8
psp_with_unrestricted_access_to_host_path de4421f1-4e35-43b4-9783-737dd4e4a47e
rbac_roles_allow_privilege_escalation 8320826e-7a9c-4b0b-9535-578333193432
rbac_roles_with_attach_permission d45330fd-f58d-45fb-a682-6481477a0f84
rbac_roles_with_exec_permission c589f42c-7924-4871-aee2-1cede9bc7cbc
rbac_roles_with_impersonate_permission 9f85c3f6-26fd-4007-938a-2e0cb0100980
rbac_roles_with_portforwarding_permissions 38fa11ef-dbcc-4da8-9680-7e1fd855b6fb
rbac_roles_with_read_secrets_permissions b7bca5c4-1dab-4c2c-8cbe-3050b9d59b14
rbac_wildcard_in_rule 6b896afb-ca07-467a-b256-1a0077a1c08e
readiness_probe_is_not_configured a659f3b5-9bf0-438a-bd9a-7d3a6427f1e3
regex 0b1b2482-51e7-49d1-893d-522afa4a6bd0 2f665079-c383-4b33-896e-88268c1fa258
regex 3e2d3b2f-c22a-4df1-9cc6-a7a0aebb0c99 41a1ca8d-f466-4084-a8c9-50f8b22200d5
regex 487f4be7-3fd9-4506-a07a-eae252180c08 4919b847-e3da-402a-acf8-6cea8e529993
regex 4b2b5fd3-364d-4093-bac2-17391b2a5297 50cc5f03-e686-4183-97e9-12f9b55d0f97
regex 5176e805-0cda-44fa-ac96-c092c646180a 51b5b840-cd0c-4556-98a7-fe5f4def80cf
regex 54274b18-bfac-47ce-afd1-0f05bc3e3b59 62d0025d-9575-4eff-b60b-d3b4fcec0d04
regex 6abcae17-b175-4698-a9a5-b07661974749 6c54f9da-1a11-445a-8568-0d327e6af8be
regex 74736dd1-dd11-4139-beb6-41cd43a50317 76c0bcde-903d-456e-ac13-e58c34987852
regex 7908a9e3-5cac-41b1-b514-5f6d82ce02d5 7f370dd5-eea3-4e5f-8354-3cb2506f9f13
regex 83ab47ff-381d-48cd-bac5-fb32222f54af 8a879bc7-6f82-40fd-bb48-74d25d557fe8
regex 9a3650af-5b88-48cd-ab89-cd77fd0b633f 9fb1cd65-7a07-4531-9bcf-47589d0f82d6
regex a007a85e-a2a7-4a81-803a-7a2ca0c65abb a88baa34-e2ad-44ea-ad6f-8cac87bc7c71
regex ac8c8075-6ec0-4367-9e26-30ec8161d258 baee238e-1921-4801-9c3f-79ae1d7b2cbc
regex bb51eb1e-0357-44a2-86d7-dd5350cffd43 be0ed753-d304-4363-844a-144050d4006d
regex c4d3b58a-e6d4-450f-9340-04f1e702eaae ccde326f-ebc7-4772-8ad5-de66e90a8cc3
regex d6214dca-a31b-425f-bcf7-f4faa772a1c0 d651cca2-2156-4d17-8e76-423e68de5c8b
regex e0f01838-b1c2-4669-b84b-981949ebe5ed e9856348-4069-4ac0-bd91-415f6a7b84a4
regex f05f238a-2ef0-4c39-9a36-951de1ba6dc9
request_timeout_not_properly_set d89a15bb-8dba-4c71-9529-bef6729b9c09
restart_policy_on_failure_not_set_to_5 2fc99041-ddad-49d5-853f-e35e70a48391
role_binding_to_default_service_account 1e749bc9-fde8-471c-af0c-8254efd2dee5
root_ca_file_not_defined 05fb986f-ac73-4ebb-a5b2-7faafa93d882
root_container_not_mounted_as_read_only a9c2f49d-0671-4fc9-9ece-f4e261e128d0
root_containers_admitted e3aa0612-4351-4a0d-983f-aefea25cf203
rotate_kubelet_server_certificate_not_active 1c621b8e-2c6a-44f5-bd6a-fb0fb7ba33e2
run_block_injection 20f14e1a-a899-4e79-9f09-b6a84cd4649b
run_command_cd_instead_of_workdir f4a6bcd3-e231-4acf-993c-aa027be50d2e
run_using_apt b84a0b47-2e99-4c9f-8933-98bcabe2b94d
run_using_sudo 8ada6e80-0ade-439e-b176-0b28f6bce35a
run_using_wget_and_curl fc775e75-fcfb-4c98-b2f2-910c5858b359
run_utilities_and_posix_commands 9b6b0f38-92a2-41f9-b881-3a1083d99f1b
same_alias_in_different_froms f2daed12-c802-49cd-afed-fe41d0b82fed
script_block_injection 62ff6823-927a-427f-acf9-f1ea2932d616
seccomp_profile_is_not_configured f377b83e-bd07-4f48-a591-60c82b14a78b
secrets_as_environment_variables 3d658f8b-d988-41a0-a841-40043121de1e
secure_port_set_to_zero 3d24b204-b73d-42cb-b0bf-1a5438c5f71e
security_context_deny_admission_control_plugin_not_set 6a68bebe-c021-492e-8ddb-55b0567fb768
security_opt_not_set 610e266e-6c12-4bca-9925-1ed0cd29742b
service_account_admission_control_plugin_disabled 9587c890-0524-40c2-9ce2-663af7c2f063
service_account_allows_access_secrets 056ac60e-fe07-4acc-9b34-8e1d51716ab9
service_account_key_file_not_properly_set dab4ec72-ce2e-4732-b7c3-1757dcce01a1
service_account_lookup_set_to_false a5530bd7-225a-48f9-91bb-f40b04200165
service_account_name_undefined_or_empty 591ade62-d6b0-4580-b1ae-209f80ba1cd9
service_account_private_key_file_not_defined ccc98ff7-68a7-436e-9218-185cb0b0b780
service_account_token_automount_not_disabled 48471392-d4d0-47c0-b135-cdec95eb3eef
service_does_not_target_pod 3ca03a61-3249-4c16-8427-6f8e47dda729
service_type_is_nodeport 845acfbe-3e10-4b8e-b656-3b404d36dfb2
service_with_external_load_balancer 26763a1c-5dda-4772-b507-5fca7fb5f165
shared_host_ipc_namespace baa3890f-bed7-46f5-ab8f-1da8fc91c729 cd290efd-6c82-4e9d-a698-be12ae31d536
shared_host_network_namespace 071a71ff-f868-47a4-ac0b-3c59e4ab5443 6b6bdfb3-c3ae-44cb-88e4-7405c1ba2c8a
shared_host_pid_namespace 302736f4-b16c-41b8-befe-c0baffa0bd9d
shared_host_user_namespace 8af7162d-6c98-482f-868e-0d33fb675ca8
shared_service_account c1032cf7-3628-44e2-bd53-38c17cf31b6b
shared_volumes_between_containers 8c978947-0ff6-485c-b0c2-0bfca6026466
shell_running_a_pipe_without_pipefail_flag efbf148a-67e9-42d2-ac47-02fa1c0d0b22
statefulset_has_no_pod_anti_affinity d740d048-8ed3-49d3-b77b-6f072f3b669e
statefulset_requests_storage 8cf4671a-cf3d-46fc-8389-21e7405063a2
statefulset_without_pod_disruption_budget 1db3a5a5-bf75-44e5-9e44-c56cfc8b1ac5
statefulset_without_service_name bb241e61-77c3-4b97-9575-c0f8a1e008d0
terminated_pod_garbage_collector_threshold_not_properly_set 49113af4-29ca-458e-b8d4-724c01a4a24f
tiller_deployment_is_accessible_from_within_the_cluster e17fa86a-6222-4584-a914-56e8f6c87e06
tiller_is_deployed 6d173be7-545a-46c6-a81d-2ae52ed1605d
tiller_service_is_not_deleted 8b862ca9-0fbd-4959-ad72-b6609bdaa22d
tls_connection_certificate_not_setup fa750c81-93c2-4fab-9c6d-d3fd3ce3b89f
token_auth_file_is_set 32ecd76e-7bbf-402e-bf48-8b9485749558
unix_ports_out_of_range 71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e
unpinned_actions_full_length_commit_sha 555ab8f9-2001-455e-a077-f2d0f41e2fb9
unpinned_package_version_in_apk_add d3499f6d-1651-41bb-a9a7-de925fea487b
unpinned_package_version_in_pip_install 02d9c71f-3ee8-4986-9c27-1a20d0d19bfc
unsecured_commands 60fd272d-15f4-4d8f-afe4-77d9c6cc0453
update_instruction_alone 9bae49be-0aa3-4de5-bab2-4c3a069e40cd
use_service_account_credentials_not_set_to_true 1acd93f1-5a37-45c0-aaac-82ece818be7d
using_kubernetes_native_secret_management b9c83569-459b-4110-8f79-6305aa33cb37
using_platform_with_from b16e8501-ef3c-44e1-a543-a093238099c9
using_unnamed_build_stages 68a51e22-ae5a-4d48-8e87-b01a323605c9
using_unrecommended_namespace 611ab018-c4aa-4ba2-b0f6-a448337509a6
volume_has_sensitive_host_directory 1c1325ff-831d-43a1-973e-839ae57dfcc0
volume_mount_with_os_directory_write_permissions b7652612-de4e-4466-a0bf-1cd81f0c6063
volume_mounted_in_multiple_containers baa452f0-1f21-4a25-ace5-844e7a5f410d
weak_tls_cipher_suites 510d5810-9a30-443a-817d-5c1fa527b110
workdir_path_not_absolute 6b376af8-cfe8-49ab-a08d-f32de23661a4
workload_host_port_not_specified 2b1836f1-dcce-416e-8e16-da8c71920633
workload_mounting_with_sensitive_os_directory 5308a7a8-06f8-45ac-bf10-791fe21de46e
yum_clean_all_missing 00481784-25aa-4a55-8633-3136dfcf4f37
yum_install_allows_manual_input 6e19193a-8753-436d-8a09-76dcff91bb03
yum_install_without_version 6452c424-1d92-4deb-bb18-a03e95d579c4
zypper_install_without_version 562952e4-0348-4dea-9826-44f3a2c6117b
`;
